//! Rules about grants: who may touch what at all, before any policy is asked.

use crate::check::reviewed::{FOR_PUBLIC, FOR_TENANTS, NONE, READABLE_HASHES, WHOLE_FOR_TENANTS};
use crate::check::schema::About::Isolation;
use crate::check::schema::Rule;

pub const RULES: &[Rule] = &[
    Rule {
        name: "grant-verbs",
        about: Isolation,
        sentence: "{} is more than reading and writing rows: row-level security does not look at it. Revoke it.",
        sql: concat!(
            "select distinct g.verb || ' to ' || g.who || ' on ' || g.rel::regclass from", grants!(),
            "where g.kind <> 'S' and g.verb not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
               and g.verb || ' to ' || g.who || ' on ' || g.rel::regclass <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "grant-strangers",
        about: Isolation,
        sentence: "{}: only the four roles that a transaction becomes may have grants. Revoke it, or reach the data through \
                   one of them.",
        sql: concat!(
            "select distinct g.verb || ' to ' || g.who || ' on ' || g.rel::regclass from", grants!(),
            "where g.who <> all (", four!(), ") and g.verb || ' to ' || g.who || ' on ' || g.rel::regclass <> all ($1)
             order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "grant-option",
        about: Isolation,
        sentence: "{} may be handed on (with grant option). Nobody who runs may grant.",
        sql: concat!(
            "select distinct g.verb || ' to ' || g.who || ' on ' || g.rel::regclass from", grants!(),
            "where g.grantable and g.verb || ' to ' || g.who || ' on ' || g.rel::regclass <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "tenant-tables",
        about: Isolation,
        sentence: "duplex_tenant has a grant on {}, which is not on the reviewed list of what tenants touch. Bank lines and \
                   books are the landlord's alone.",
        sql: concat!(
            "select distinct g.rel::regclass::text from", grants!(),
            "where g.who = 'duplex_tenant' and g.rel::regclass::text <> all ($1) order by 1"
        ),
        reviewed: FOR_TENANTS,
    },
    Rule {
        name: "public-tables",
        about: Isolation,
        sentence: "duplex_public has a grant on {}, which is not on the reviewed list: whoever is nobody yet uses reviewed \
                   functions.",
        sql: concat!(
            "select distinct g.rel::regclass::text from", grants!(),
            "where g.who = 'duplex_public' and g.rel::regclass::text <> all ($1) order by 1"
        ),
        reviewed: FOR_PUBLIC,
    },
    Rule {
        name: "select-by-column",
        about: Isolation,
        sentence: "{}: tenants and strangers select named columns, so that a new column is not theirs by accident.",
        sql: concat!(
            "select distinct g.who || ' on ' || g.rel::regclass from", grants!(),
            "where g.col is null and g.verb = 'SELECT' and g.kind <> 'S' and g.who in ('duplex_tenant', 'duplex_public')
               and g.who || ' on ' || g.rel::regclass <> all ($1) order by 1"
        ),
        reviewed: WHOLE_FOR_TENANTS,
    },
    Rule {
        name: "update-by-column",
        about: Isolation,
        sentence: "{}: updates are granted by column, so that keys and what a bank showed stay as they are.",
        sql: concat!(
            "select distinct g.who || ' on ' || g.rel::regclass from", grants!(),
            "where g.col is null and g.verb = 'UPDATE' and g.kind <> 'S' and g.who || ' on ' || g.rel::regclass <> all ($1)
             order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "update-of-keys",
        about: Isolation,
        sentence: "{}: nobody changes a portfolio_id or a column of a primary key.",
        sql: concat!(
            "select distinct g.rel::regclass || '.' || g.col || ' by ' || g.who from", grants!(),
            "where g.verb = 'UPDATE' and g.col is not null
               and (g.col = 'portfolio_id' or exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid
                      where i.indrelid = g.rel and i.indisprimary and a.attname = g.col and a.attnum = any (i.indkey)))
               and g.rel::regclass || '.' || g.col || ' by ' || g.who <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "secrets-unread",
        about: Isolation,
        sentence: "{}: columns that hold a password, a secret, a token or a hash of one are not selected by who runs; a \
                   reviewed function hands them out.",
        sql: concat!(
            "select distinct g.rel::regclass || '.' || a.attname || ' to ' || g.who from pg_attribute a,", grants!(),
            "where a.attrelid = g.rel and a.attnum > 0 and not a.attisdropped and g.verb = 'SELECT' and g.kind <> 'S'
               and (g.col is null or g.col = a.attname)
               and (a.attname ~ '(^|_)(password|secret|seed|token)(_|$)' or a.attname ~ '(token|password|id|key|code)_hash$')
               and g.rel::regclass || '.' || a.attname || ' to ' || g.who <> all ($1) order by 1"
        ),
        reviewed: READABLE_HASHES,
    },
    Rule {
        name: "bulk-copies",
        about: Isolation,
        sentence: "{} has no row-level security of its own, so nobody who runs may have a grant on it: partitions are reached \
                   through their parent, summaries are ordinary tables with policies.",
        sql: concat!(
            "select distinct g.rel::regclass || ' to ' || g.who from pg_class c,", grants!(),
            "where c.oid = g.rel and (c.relispartition or c.relkind in ('m', 'f'))
               and g.rel::regclass || ' to ' || g.who <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "sequences",
        about: Isolation,
        sentence: "{}: a sequence counts over all portfolios and so tells how busy the others are. Use ids made by the store.",
        sql: concat!(
            "select distinct g.who || ' on ' || g.rel::regclass from", grants!(),
            "where g.kind = 'S' and g.who || ' on ' || g.rel::regclass <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "nobody-creates",
        about: Isolation,
        sentence: "{}: whoever may create an object can put it in front of ours. Run the rights that `duplex help database` \
                   prints.",
        sql: concat!(
            "select k.what from (
               select w.name || ' may create in schema ' || n.nspname as what
                 from unnest(", four!(), "|| array['duplex_app']) as w(name) join pg_roles r on r.rolname = w.name, pg_namespace n
                where n.nspname !~ '^pg_(temp|toast)' and has_schema_privilege(r.oid, n.oid, 'create')
               union all
               select w.name || ' may create ' || v.what || ' in the database'
                 from unnest(", four!(), "|| array['duplex_app']) as w(name) join pg_roles r on r.rolname = w.name,
                      (values ('create', 'schemas'), ('temporary', 'temporary tables')) as v(verb, what)
                where has_database_privilege(r.oid, current_database(), v.verb)) k
              where k.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "default-grants",
        about: Isolation,
        sentence: "{}: default privileges give away tables that nobody has reviewed yet. Drop them and grant by table.",
        sql: "select distinct 'default privileges of ' || d.defaclrole::regrole || ' to ' || coalesce(r.rolname, 'public')
                from pg_default_acl d cross join lateral aclexplode(d.defaclacl) x left join pg_roles r on r.oid = x.grantee
               where x.grantee <> d.defaclrole
                 and 'default privileges of ' || d.defaclrole::regrole || ' to ' || coalesce(r.rolname, 'public') <> all ($1)
               order by 1",
        reviewed: NONE,
    },
];
