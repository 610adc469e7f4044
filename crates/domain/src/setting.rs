//! What does not change during an act: the city's registers and the published policies.

use crate::city::City;
use crate::refusal::Refusal;
use policy::policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The city and the policies by their hash.
#[derive(Clone)]
pub struct Setting {
    /// The registers of the city.
    pub city: Arc<City>,
    /// Published policies by the hash of their document.
    pub policies: BTreeMap<String, Arc<Policy>>,
    /// Documents that were checked and are not published: what may be proposed and confirmed. No list shows them.
    pub checked: BTreeMap<String, Arc<Policy>>,
}

impl Setting {
    /// The policy a case was filed under. One that was published a moment ago is found among those that were checked.
    pub fn policy(&self, hash: &str) -> Result<&Policy, Refusal> {
        self.find(hash).ok_or_else(|| Refusal::NotFound { what: format!("policy:{hash}") })
    }

    /// A document without errors; refused where it was never checked, or has errors.
    pub fn sound(&self, hash: &str) -> Result<&Policy, Refusal> {
        self.find(hash).ok_or_else(|| Refusal::UnsoundPolicy { what: hash.to_owned() })
    }

    fn find(&self, hash: &str) -> Option<&Policy> {
        self.policies.get(hash).or_else(|| self.checked.get(hash)).map(AsRef::as_ref)
    }
}
