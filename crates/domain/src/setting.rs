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
}

impl Setting {
    /// The policy a case was filed under.
    pub fn policy(&self, hash: &str) -> Result<&Policy, Refusal> {
        self.policies.get(hash).map(AsRef::as_ref).ok_or_else(|| Refusal::NotFound { what: format!("policy:{hash}") })
    }
}
