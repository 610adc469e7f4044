//! Gives steps registers that are used again as soon as nobody reads them any more, so that a block's results stay near.

use super::{Source, Steps, Work};

/// Every step came with a register of its own, numbered as the step; they share few afterwards.
pub(super) fn assign(mut steps: Steps) -> Steps {
    let count = steps.list.len();
    let mut last: Vec<usize> = (0..count).collect();
    for (at, step) in steps.list.iter_mut().enumerate() {
        each_source(&mut step.work, &mut |source| {
            if let Source::Register(register) = source {
                last[*register] = at;
            }
        });
    }
    each_end(&mut steps, &mut |source| {
        if let Source::Register(register) = source {
            last[*register] = count;
        }
    });

    let mut given: Vec<usize> = Vec::with_capacity(count);
    let mut free: Vec<usize> = Vec::new();
    for (at, step) in steps.list.iter_mut().enumerate() {
        let found = free.iter().rposition(|register| steps.registers[*register] == step.width);
        let register = found.map_or_else(
            || {
                steps.registers.push(step.width);
                steps.registers.len() - 1
            },
            |place| free.remove(place),
        );
        given.push(register);
        step.into = register;
        each_source(&mut step.work, &mut |source| rename(source, &given));
        free.extend((0..=at).filter(|old| last[*old] == at).map(|old| given[old]));
    }
    each_end(&mut steps, &mut |source| rename(source, &given));
    steps
}

fn rename(source: &mut Source, given: &[usize]) {
    if let Source::Register(register) = source {
        *register = given[*register];
    }
}

/// What the verdict reads.
fn each_end(steps: &mut Steps, see: &mut impl FnMut(&mut Source)) {
    steps.checks.iter_mut().for_each(|(_, source)| see(source));
    for award in &mut steps.awards {
        award.guard.iter_mut().for_each(&mut *see);
        see(&mut award.amount);
        award.cuts.iter_mut().for_each(|(_, source)| see(source));
    }
}

/// What a step reads.
fn each_source(work: &mut Work, see: &mut impl FnMut(&mut Source)) {
    match work {
        Work::Widen(a, _) | Work::Not(a) | Work::Divide(a, ..) | Work::YearStart(a) => see(a),
        Work::Compare(_, _, a, b) | Work::And(a, b) | Work::Or(a, b) | Work::Arithmetic(_, a, b) => {
            see(a);
            see(b);
        }
        Work::Lowered { before, limit, .. } => {
            see(before);
            see(limit);
        }
        Work::Select(a, b, c) => [a, b, c].into_iter().for_each(see),
        Work::Tiers { axis, .. } => see(axis),
        Work::Grid { axes, by_row, .. } => {
            let operands = by_row.operands.iter_mut().map(|(_, source)| source);
            axes.iter_mut().map(|(source, _)| source).chain(operands).for_each(see);
        }
        Work::ByRow(by_row) => by_row.operands.iter_mut().for_each(|(_, source)| see(source)),
    }
}
