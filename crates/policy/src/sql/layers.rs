//! Which expressions get a name, and in which step they are computed: those that are used more than once, and those that
//! would make a line too deep to read.

use std::collections::BTreeMap;

use super::expr::{Exprs, Id, Node};

/// What costs no more than this is written out wherever it is used.
const CHEAP: usize = 3;
/// What is nested deeper than this gets a name of its own.
const DEEPEST: usize = 24;

/// The expressions with a name, by the step that computes them.
pub(super) struct Layers {
    /// In the order they are computed.
    pub steps: Vec<Vec<Id>>,
    /// The step of every named expression.
    pub step_of: BTreeMap<Id, usize>,
    /// How often each named expression is used, and what it is made of.
    uses: BTreeMap<Id, usize>,
}

impl Layers {
    /// Names what the roots need.
    pub fn new(exprs: &Exprs, roots: &[Id]) -> Self {
        let uses = uses(exprs, roots);
        let mut layers = Self { steps: Vec::new(), step_of: BTreeMap::new(), uses: BTreeMap::new() };
        // Cost, depth and step of each expression as it would be written where it is used.
        let mut written: BTreeMap<Id, (usize, usize, usize)> = BTreeMap::new();
        for id in 0..exprs.all.len() {
            let Some(times) = uses.get(&id) else { continue };
            let (mut cost, mut depth, mut step) = (0_usize, 0, 0);
            for part in operands(&exprs.get(id).node) {
                let (its_cost, its_depth, its_step) = written.get(&part).copied().unwrap_or_default();
                cost += its_cost;
                depth = depth.max(its_depth);
                step = step.max(its_step);
            }
            (cost, depth) = (cost + 1, depth + 1);
            let is_root = roots.contains(&id);
            if !is_root && ((*times > 1 && cost > CHEAP) || depth > DEEPEST) {
                layers.name(id, step, *times);
                (cost, depth, step) = (1, 1, step + 1);
            }
            written.insert(id, (cost, depth, step));
        }
        layers
    }

    fn name(&mut self, id: Id, step: usize, times: usize) {
        while self.steps.len() <= step {
            self.steps.push(Vec::new());
        }
        self.steps[step].push(id);
        self.step_of.insert(id, step);
        self.uses.insert(id, times);
    }

    /// For each step, whether more than `most` would be computed once more if its columns were written out wherever
    /// they are used.
    pub fn fenced(&self, exprs: &Exprs, most: usize) -> Vec<bool> {
        let mut fenced: Vec<bool> = Vec::new();
        let mut full: BTreeMap<Id, usize> = BTreeMap::new();
        for step in &self.steps {
            let cost = |id: Id| {
                let (mut cost, mut todo) = (1_usize, operands(&exprs.get(id).node));
                while let Some(next) = todo.pop() {
                    match self.step_of.get(&next) {
                        Some(of) if fenced.get(*of).copied().unwrap_or(false) => cost += 1,
                        Some(_) => cost = cost.saturating_add(full.get(&next).copied().unwrap_or(1)),
                        None => {
                            cost += 1;
                            todo.extend(operands(&exprs.get(next).node));
                        }
                    }
                }
                cost
            };
            let costs: Vec<(Id, usize)> = step.iter().map(|id| (*id, cost(*id))).collect();
            let again = |(id, cost): &(Id, usize)| {
                let times = self.uses.get(id).copied().unwrap_or(1).saturating_sub(1);
                cost.saturating_mul(times)
            };
            let saved: usize = costs.iter().map(again).fold(0, usize::saturating_add);
            full.extend(costs);
            fenced.push(saved > most);
        }
        fenced
    }
}

/// How often each expression that the roots need is used.
fn uses(exprs: &Exprs, roots: &[Id]) -> BTreeMap<Id, usize> {
    let mut uses: BTreeMap<Id, usize> = roots.iter().map(|root| (*root, 1)).collect();
    for id in (0..exprs.all.len()).rev() {
        if uses.contains_key(&id) {
            for part in operands(&exprs.get(id).node) {
                *uses.entry(part).or_default() += 1;
            }
        }
    }
    uses
}

/// The expressions that one is made of.
pub(super) fn operands(node: &Node) -> Vec<Id> {
    match node {
        Node::Column { .. } | Node::Null | Node::Int(_) | Node::Bool(_) | Node::Date(_) | Node::Text(_) => Vec::new(),
        Node::Calc(_, a, b)
        | Node::Least(a, b)
        | Node::Greatest(a, b)
        | Node::Compare(_, a, b)
        | Node::Else(a, b)
        | Node::Days(a, b) => vec![*a, *b],
        Node::Wide(a) | Node::Not(a) | Node::Known(a) | Node::Day(_, a) => vec![*a],
        Node::Among(a, of) => std::iter::once(*a).chain(of.iter().copied()).collect(),
        Node::And(all) | Node::Or(all) => all.clone(),
        Node::Case { arms, other } => arms.iter().flat_map(|(a, b)| [*a, *b]).chain(*other).collect(),
    }
}
