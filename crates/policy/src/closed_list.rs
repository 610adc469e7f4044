//! The macro behind every closed list of words: an enum and its table of spellings in both tongues.

/// Declares a closed list: the enum, its table of spellings and the way from a word to a member.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident $zh:literal $en:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$member_doc])* $member,)+ }

        impl $name {
            /// Every member with its Chinese and English spelling.
            pub const ALL: &[($name, &'static str, &'static str)] = &[$(($name::$member, $zh, $en),)+];

            /// The member spelt so in either tongue.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().find(|(_, zh, en)| *zh == word || *en == word).map(|(member, _, _)| *member)
            }

            /// The Chinese spelling.
            pub fn zh(self) -> &'static str {
                match self { $($name::$member => $zh,)+ }
            }

            /// The English spelling, which is also its id.
            pub fn en(self) -> &'static str {
                match self { $($name::$member => $en,)+ }
            }
        }
    };
}
