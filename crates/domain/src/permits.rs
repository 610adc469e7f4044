//! The table of seats and commands: the first thing that every act meets. It opens no door by itself; which office acts
//! at a step, in which rank and district, and whose case it is, is asked afterwards. `shangyun access` prints it.

use crate::act::Seat;

#[cfg(test)]
mod tests;

/// The kind of a seat, as far as commands and routes tell them apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SeatKind {
    /// The owner of an enterprise's account.
    Owner,
    /// Other staff of an enterprise.
    Colleague,
    /// Signed up, no enterprise yet.
    Newcomer,
    /// Staff of a provider.
    Provider,
    /// Officers of any rank.
    Office,
    /// Review experts.
    Expert,
    /// System administrator.
    SystemAdmin,
    /// Security administrator.
    SecurityAdmin,
    /// Audit administrator.
    AuditAdmin,
    /// Internal and external auditors.
    Auditor,
    /// The programme's clock.
    Clock,
    /// The person who sets up an empty city.
    Founder,
    /// Not signed in.
    Public,
}

impl SeatKind {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 13] = [
        Self::Public,
        Self::Newcomer,
        Self::Owner,
        Self::Colleague,
        Self::Provider,
        Self::Office,
        Self::Expert,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::AuditAdmin,
        Self::Auditor,
        Self::Clock,
        Self::Founder,
    ];

    /// The kind of a seat.
    pub fn of(seat: &Seat) -> Self {
        match seat {
            Seat::Enterprise { owner: true, .. } => Self::Owner,
            Seat::Enterprise { owner: false, .. } => Self::Colleague,
            Seat::Newcomer => Self::Newcomer,
            Seat::Provider { .. } => Self::Provider,
            Seat::Office { .. } => Self::Office,
            Seat::Expert { .. } => Self::Expert,
            Seat::SystemAdmin => Self::SystemAdmin,
            Seat::SecurityAdmin => Self::SecurityAdmin,
            Seat::AuditAdmin => Self::AuditAdmin,
            Seat::InternalAuditor | Seat::ExternalAuditor { .. } => Self::Auditor,
            Seat::Clock => Self::Clock,
            Seat::Founder => Self::Founder,
            Seat::Public => Self::Public,
        }
    }

    /// The word over its column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Colleague => "colleague",
            Self::Newcomer => "newcomer",
            Self::Provider => "provider",
            Self::Office => "office",
            Self::Expert => "expert",
            Self::SystemAdmin => "system",
            Self::SecurityAdmin => "security",
            Self::AuditAdmin => "audit",
            Self::Auditor => "auditor",
            Self::Clock => "clock",
            Self::Founder => "founder",
            Self::Public => "public",
        }
    }
}

const ENTERPRISE: &[SeatKind] = &[SeatKind::Owner, SeatKind::Colleague];
const OWNER: &[SeatKind] = &[SeatKind::Owner];
const OFFICE: &[SeatKind] = &[SeatKind::Office];
/// A step of a filing may belong to the platform operator or another provider.
const STEP: &[SeatKind] = &[SeatKind::Office, SeatKind::Provider];
/// Whoever a plan binds or has carry it out may ask what it means.
const ASKER: &[SeatKind] = &[SeatKind::Owner, SeatKind::Colleague, SeatKind::Provider, SeatKind::Office];
const SECURITY: &[SeatKind] = &[SeatKind::SecurityAdmin];
const EXPERT: &[SeatKind] = &[SeatKind::Expert];
const CLOCK: &[SeatKind] = &[SeatKind::Clock];
const ANYBODY: &[SeatKind] = &SeatKind::ALL;

/// Every command, and the seats that may ask for it at all.
pub const TABLE: &[(&str, &[SeatKind])] = &[
    ("account.found", &[SeatKind::Founder]),
    ("account.sign_up", &[SeatKind::Public]),
    ("account.invite", SECURITY),
    ("account.invite_colleague", OWNER),
    ("account.reseat", SECURITY),
    ("account.disable", SECURITY),
    ("account.enable", SECURITY),
    ("account.readmit", SECURITY),
    ("enterprise.register", &[SeatKind::Newcomer]),
    ("enterprise.change", ENTERPRISE),
    ("enterprise.set_figure", ENTERPRISE),
    ("enterprise.admit_code", OFFICE),
    ("programme.publish", &[SeatKind::SystemAdmin]),
    ("programme.move", OFFICE),
    ("programme.set_budget", OFFICE),
    ("programme.rule", OFFICE),
    ("edition.draft", OFFICE),
    ("edition.save", OFFICE),
    ("edition.discard", OFFICE),
    ("edition.propose", OFFICE),
    ("edition.send_back", OFFICE),
    ("edition.confirm", OFFICE),
    ("interpretation.ask", ASKER),
    ("interpretation.answer", OFFICE),
    ("filing.start", ENTERPRISE),
    ("filing.save", ENTERPRISE),
    ("filing.attach", ENTERPRISE),
    ("filing.detach", ENTERPRISE),
    ("filing.submit", OWNER),
    ("filing.withdraw", OWNER),
    ("filing.find", STEP),
    ("filing.attest", STEP),
    ("filing.pass", STEP),
    ("filing.return", STEP),
    ("filing.hand_back", OFFICE),
    ("filing.refuse", STEP),
    ("filing.send", STEP),
    ("filing.move_edition", OFFICE),
    ("filing.close_intake", CLOCK),
    ("filing.lapse", CLOCK),
    ("claim.send_roster", &[SeatKind::Provider]),
    ("claim.report_missing", ENTERPRISE),
    ("claim.decline", &[SeatKind::Provider]),
    ("claim.answer", ENTERPRISE),
    ("claim.add_row", ENTERPRISE),
    ("claim.change_row", ENTERPRISE),
    ("claim.remove_row", ENTERPRISE),
    ("claim.attach", ENTERPRISE),
    ("claim.detach", ENTERPRISE),
    ("claim.confirm", OWNER),
    ("claim.withdraw", OWNER),
    ("claim.find", OFFICE),
    ("claim.find_row", OFFICE),
    ("claim.attest", OFFICE),
    ("claim.pass", OFFICE),
    ("claim.return", OFFICE),
    ("claim.hand_back", OFFICE),
    ("claim.refuse", OFFICE),
    ("claim.move_edition", OFFICE),
    ("round.form", OFFICE),
    ("round.take_out", OFFICE),
    ("round.draw_experts", OFFICE),
    ("round.declare_interests", EXPERT),
    ("round.recuse", EXPERT),
    ("round.replace_expert", OFFICE),
    ("round.choose_lines", OFFICE),
    ("round.score", EXPERT),
    ("round.seal_scores", EXPERT),
    ("round.sign_opinion", EXPERT),
    ("round.pass", OFFICE),
    ("round.publish", OFFICE),
    ("round.object", ANYBODY),
    ("round.rule_objection", OFFICE),
    ("round.hand_over", OFFICE),
    ("round.freeze", OFFICE),
    ("round.sign", OFFICE),
    ("round.send_back", OFFICE),
    ("round.register_approval", OFFICE),
    ("round.confirm_approval", OFFICE),
    ("round.allot", OFFICE),
    ("round.pay", OFFICE),
    ("round.report_failure", OFFICE),
    ("round.pay_again", OFFICE),
    ("round.give_up", OFFICE),
    ("round.reconcile", OFFICE),
];

/// Whether a seat may ask for a command at all. A command that is not in the table is open to nobody.
pub fn permits(seat: &Seat, command: &str) -> bool {
    let row = TABLE.iter().find(|(name, _)| *name == command);
    row.is_some_and(|(_, kinds)| kinds.contains(&SeatKind::of(seat)))
}
