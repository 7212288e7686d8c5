//! The reviewed exceptions. Adding a line here is a decision about isolation: it needs a reason that a stranger would
//! accept, and a word in docs/THREAT_MODEL.md. A line that is no longer needed fails a test.

/// One object that may break one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed {
    /// As the rule names it.
    pub object: &'static str,
    /// Why that is safe.
    pub reason: &'static str,
}

const fn ok(object: &'static str, reason: &'static str) -> Reviewed {
    Reviewed { object, reason }
}

/// Tables without a portfolio_id: people before they are anybody in a portfolio, and the portfolio itself.
pub const WITHOUT_PORTFOLIO: &[Reviewed] = &[
    ok("portfolio", "is the portfolio: its id is what every other table's portfolio_id points at"),
    ok("person", "one human may be a member here and a tenant there; each reads only their own row"),
    ok("session", "read before anybody is somebody; each person reads only their own"),
    ok("person_activity", "what a person changed about their own sign-in, which opens all of their doors"),
    ok("password_reset", "reached by the hash of a secret only, through reviewed functions"),
    ok("rate_limit", "counts tries per hashed address, through reviewed functions"),
    ok("house_secret", "what only the house knows; no role may read it, one function hands it to the worker"),
    ok("_sqlx_migrations", "says which migrations ran, and nothing about people"),
];

/// Tables that have no row-level security.
pub const UNGUARDED: &[Reviewed] =
    &[ok("_sqlx_migrations", "made by the migrator; only its numbers may be read, to answer /readyz")];

/// Tables a tenant's transaction may touch at all. Whatever is not here, a tenant has no grant on.
pub const FOR_TENANTS: &[Reviewed] = &[
    ok("person", "their own row: name, time zone and colors"),
    ok("session", "their own sign-ins, to end them"),
    ok("person_activity", "what they changed about their own sign-in"),
    ok("portfolio", "who lets to them and whom to call"),
    ok("property", "the address of their home"),
    ok("unit", "their home"),
    ok("tenant", "names of those they live with"),
    ok("tenant_contact", "how they themselves can be reached"),
    ok("lease", "their own leases"),
    ok("lease_term", "what they agreed to pay"),
    ok("lease_member", "who shares their lease, and how"),
    ok("activity", "written when they change something; never read"),
    ok("event", "that something of their household or themselves changed, by ids"),
    ok(
        "ticket",
        "repairs of the lease they live on, without the vendor and without each other's phone numbers",
    ),
    ok("ticket_comment", "what both sides say about those repairs"),
    ok("ticket_visit", "who comes when, and whether it suits"),
    ok("ticket_event", "what was done about those repairs that concerns their household"),
    ok("job", "work that what they did asks for; never read"),
    ok("file", "photos of those repairs, and what they themselves add to them"),
    ok("notification", "what they themselves were told, while they may see the repair it is about"),
    ok("notification_wish", "what they themselves want to be told"),
    ok("notification_quiet", "when they themselves want no mail"),
    ok("api_token", "the tokens that they themselves made at their door"),
];

/// Tables a transaction may touch that stands in no portfolio.
pub const FOR_PUBLIC: &[Reviewed] = &[
    ok("person", "a signed-in person's own row"),
    ok("session", "a signed-in person's own sign-ins"),
    ok("person_activity", "what a signed-in person changed about their own sign-in"),
    ok("_sqlx_migrations", "which migrations ran, for /readyz"),
];

/// Tables that tenants and strangers may select whole, so that a new column is theirs at once.
pub const WHOLE_FOR_TENANTS: &[Reviewed] = &[
    ok("duplex_tenant on session", "a person may know all that is kept about their own sign-ins"),
    ok("duplex_public on session", "a person may know all that is kept about their own sign-ins"),
    ok("duplex_tenant on lease_term", "the terms are the tenant's own contract"),
];

/// Columns with the look of a secret that a role may select.
pub const READABLE_HASHES: &[Reviewed] = &[
    ok("session.id_hash to duplex_landlord", "names one's own sign-in when ending it; not reversible"),
    ok("session.id_hash to duplex_tenant", "names one's own sign-in when ending it; not reversible"),
    ok("session.id_hash to duplex_public", "names one's own sign-in when ending it; not reversible"),
];

/// Plain indexes of portfolio tables that do not begin with portfolio_id: what sign-in asks before a portfolio is known.
pub const INDEXES_ACROSS: &[Reviewed] = &[
    ok("member_person", "in which portfolios somebody is a member"),
    ok("tenant_signs_in", "in which portfolios somebody rents"),
    ok("invitation_token", "an invitation by the hash of its secret"),
    ok("api_token_hash", "a token of a program by the hash of its secret"),
    ok("notification_link_token", "a link in a letter by the hash of its secret"),
    ok("event_order", "what changed anywhere, in its order, for the one reader of a process"),
    ok("job_due", "due work over all portfolios, for the one function that takes it"),
    ok("job_held", "work whose holder went silent, for the same function"),
];

/// Columns named after a table, without a foreign key to it.
pub const LOOSE_REFERENCES: &[Reviewed] = &[
    ok("activity.property_id", "a remark of where it happened; the log outlives what it is about"),
    ok(
        "month_total.property_id",
        "the nil uuid stands for no property; rebuilt from documents whose keys hold",
    ),
    ok(
        "transfer.property_id",
        "copied from the document that books it, whose key holds; the import pays for every key",
    ),
    ok("event.property_id", "who hears of it; says nothing about the property, and is swept after a day"),
    ok("event.lease_id", "who hears of it; says nothing about the lease, and is swept after a day"),
];

/// Tables that stay on one node of a distributed database. No foreign key may tie them to rows of a portfolio.
pub const LOCAL: &[Reviewed] = &[
    ok("session", "asked for on every request, before its portfolio is known"),
    ok("password_reset", "asked for by the hash of a secret"),
    ok("rate_limit", "counted per address, whoever comes"),
    ok("person_activity", "stays with the person, who may be in many portfolios"),
    ok("mail_out", "an outbox: taken over all portfolios by whoever sends"),
    ok("event", "the outbox of open pages: transactions of different nodes have no order"),
    ok("house_secret", "belongs to nobody"),
    ok("job", "a queue: taken over all portfolios by whoever works"),
    ok("cron", "what the calendar has planted in that queue"),
];

/// Tables of portfolios that no foreign key ties to one, because they stay on one node.
pub const UNTIED: &[Reviewed] = &[
    ok("mail_out", "an outbox; whatever removes a portfolio removes what waits there too"),
    ok("event", "an outbox, swept after a day and removed with the portfolio"),
    ok("job", "a queue, removed with the portfolio like the outbox"),
    ok("cron", "what was planted in the queue, removed with it"),
];

/// Parents without a portfolio_id that rows of a portfolio may point at.
pub const SHARED_PARENTS: &[Reviewed] =
    &[ok("portfolio", "the portfolio itself"), ok("person", "who signs in; one human in several portfolios")];

/// Functions that run as their owner. A second one of the same name counts as another.
pub const DEFINERS: &[Reviewed] = &[
    ok("app.is_fresh", "says whether anybody has set the house up, and nothing else"),
    ok("app.found_house", "makes the first person and their portfolio, only while there is nobody"),
    ok("app.person_by_email", "one address, one id, one password hash: all that a sign-in may learn"),
    ok("app.open_session", "a sign-in, once the password was right"),
    ok("app.resolve_session", "whose session this is and what it reaches, by the hash of its secret"),
    ok("app.cost_counts", "yes or no about a cost in reach, so that it is not booked twice"),
    ok("app.use_token", "whose token this is and what it reaches, by the hash of its secret; counts its use"),
    ok("app.turn_session", "moves a session to another of its own person's doors"),
    ok("app.end_session", "ends the session of this hash"),
    ok(
        "app.was_session_of",
        "yes or no: a session of this hash was this person's, who has just given their password",
    ),
    ok("app.my_doors", "portfolios of app.person_id()"),
    ok("app.my_password_hash", "of app.person_id(), to check the old one before a change"),
    ok("app.change_password", "of app.person_id(); ends their other sessions"),
    ok("app.rename_self", "of app.person_id(), and the copy of the name on their memberships"),
    ok("app.read_invitation", "what a link is for, by the hash of its secret"),
    ok("app.accept_invitation", "once, by the hash of its secret, for whoever is signed in or a new person"),
    ok("app.request_reset", "answers nothing, whether the address is known or not"),
    ok("app.read_reset", "the address a reset link is for, by the hash of its secret"),
    ok("app.finish_reset", "once, by the hash of its secret"),
    ok("app.count_try", "counts tries of one hashed key"),
    ok("app.found_portfolio", "a further portfolio of app.person_id(), who must own the one they are in"),
    ok("app.close_sessions", "of one person, only those that stand in the owner's portfolio"),
    ok("app.remove_demo", "the portfolio its owner stands in, only while it is marked as a demo"),
    ok(
        "app.house_secret",
        "one of the house's own secrets, to the worker only; the first who asks brings it",
    ),
    ok("app.newest_event", "the number of a transaction, to the worker only"),
    ok(
        "app.read_events",
        "ids of what changed anywhere, to the worker only, who hands each to those it reaches",
    ),
    ok("app.sweep_events", "removes old events, for the worker only"),
    ok("app.tell_own_access", "lets open streams of app.person_id() be looked at again"),
    ok(
        "app.take_file_room",
        "counts bytes against a limit in the portfolio one stands in; answers yes or no, gives nothing back",
    ),
    ok("app.claim_jobs", "takes due work over all portfolios: ids and what was asked for, to workers only"),
    ok("app.extend_jobs", "keeps what is held by a random id for longer, to workers only"),
    ok("app.finish_jobs", "completes what is held by a random id, to workers only"),
    ok("app.give_back_jobs", "lets what is held by a random id wait again, to workers only"),
    ok("app.job_counts", "how much waits, runs and has failed over all portfolios, for the metrics"),
    ok("app.witnesses_of", "who may see a repair of the worker's portfolio, and where letters reach them"),
    ok("app.read_unsubscribe", "which letters a link ends, by the hash of its secret"),
    ok("app.unsubscribe", "ends them, or takes that back, by the hash of its secret"),
    ok("app.portfolio_zones", "ids and time zones, for workers that plant what is due by the calendar"),
];

/// For rules that know no exception.
pub const NONE: &[Reviewed] = &[];
