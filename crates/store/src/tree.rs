//! The Merkle tree over the journal's leaves (RFC 6962), built leaf by leaf in little memory.

use sha2::{Digest, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The tree so far: the roots of its full subtrees, the largest first.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Tree {
    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut size = self.size;
        while size % 2 == 1
            && let Some(left) = self.subtrees.pop()
        {
            hash = node(&left, &hash);
            size /= 2;
        }
        self.subtrees.push(hash);
        self.size = self.size.saturating_add(1);
    }

    /// The root; of nothing, the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut subtrees = self.subtrees.iter().rev();
        let Some(last) = subtrees.next() else { return Sha256::digest([]).into() };
        subtrees.fold(*last, |right, left| node(left, &right))
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => *leaf,
            many => {
                let split = many.len().next_power_of_two() / 2;
                let (left, right) = many.split_at(split);
                node(&naive(left), &naive(right))
            }
        }
    }

    #[test]
    fn the_root_built_leaf_by_leaf_is_the_root_of_the_definition() {
        let mut tree = Tree::default();
        let mut leaves = Vec::new();
        for number in 0_u8..40 {
            assert_eq!(tree.root(), naive(&leaves));
            leaves.push([number; 32]);
            tree.push([number; 32]);
        }
    }
}
