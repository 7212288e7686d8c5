//! Rules about roles: those that serve are mighty in nothing, and each is exactly who it should be.

use crate::check::reviewed::NONE;
use crate::check::schema::About::Isolation;
use crate::check::schema::Rule;

pub const RULES: &[Rule] = &[
    Rule {
        name: "roles-there",
        about: Isolation,
        sentence: "The role {} is missing. Run the SQL that `duplex help database` prints.",
        sql: concat!(
            "select w.name from unnest(", four!(), "|| array['duplex_app', 'duplex_owner']) as w(name)
              where to_regrole(w.name) is null and w.name <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "roles-mighty",
        about: Isolation,
        sentence: "The role {}; row-level security would not hold it, or it could undo it.",
        sql: concat!(
            "select k.what from (
               select r.rolname || ' ' || f.fault as what from pg_roles r cross join lateral (values
                  (r.rolsuper, 'is a superuser'), (r.rolbypassrls, 'may bypass row-level security'),
                  (r.rolcreaterole, 'may create roles'), (r.rolcreatedb, 'may create databases'),
                  (r.rolreplication, 'may replicate the database')) as f(holds, fault)
                where f.holds and (r.rolname = any (", four!(), "|| array['duplex_app'])
                                   or (r.rolname = session_user and not r.rolsuper))) k
              where k.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "roles-own-nothing",
        about: Isolation,
        sentence: "{}: whoever owns a thing can take its guards away.",
        sql: concat!(
            // Names are made only of what is found: those of all of Postgres' functions would take longer than all other rules.
            "with ours as materialized (select oid from pg_roles where rolname = any (", four!(), "|| array['duplex_app'])),
              k as materialized (
               select c.relowner::regrole || ' owns ' || c.oid::regclass as what from pg_class c
                where c.relowner in (select oid from ours)
               union all select p.proowner::regrole || ' owns ' || p.oid::regprocedure from pg_proc p
                where p.proowner in (select oid from ours)
               union all select n.nspowner::regrole || ' owns the schema ' || n.nspname from pg_namespace n
                where n.nspowner in (select oid from ours)
               union all select d.datdba::regrole || ' owns the database' from pg_database d
                where d.datname = current_database() and d.datdba in (select oid from ours))
             select k.what from k where k.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "roles-members",
        about: Isolation,
        sentence: "{}: the program signs in as duplex_app and becomes one of four roles, and no other road leads to any of \
                   them or from them.",
        sql: concat!(
            "select k.what from (
               select m.member::regrole || ' may become ' || m.roleid::regrole as what, m.member::regrole::text as member,
                      m.roleid::regrole::text as role
                 from pg_auth_members m join pg_roles r on r.oid = m.member where not r.rolsuper) k
              where not (k.member = 'duplex_app' and k.role = any (", four!(), "))
                and (k.member = any (", four!(), "|| array['duplex_app']) or k.role = 'duplex_owner')
                and k.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "roles-inherit",
        about: Isolation,
        sentence: "The role {} must be made with noinherit: what it may become must not be what it is before anybody enters.",
        sql: "select rolname::text from pg_roles where rolname = 'duplex_app' and rolinherit and rolname::text <> all ($1)",
        reviewed: NONE,
    },
    Rule {
        name: "roles-settings",
        about: Isolation,
        sentence: "{}: an identity must never be a default. Remove it with \"alter … reset\".",
        sql: "select coalesce('role ' || s.setrole::regrole, 'database') || ' sets ' || split_part(l.line, '=', 1)
                from (select nullif(setrole, 0) as setrole, setconfig from pg_db_role_setting
                       where setdatabase in (0, (select oid from pg_database where datname = current_database()))) s
                     cross join lateral unnest(s.setconfig) as l(line)
               where l.line ~* '^(app\\.|role=|session_authorization=|row_security=|session_replication_role=|search_path=)'
                 and coalesce('role ' || s.setrole::regrole, 'database') || ' sets ' || split_part(l.line, '=', 1) <> all ($1)
               order by 1",
        reviewed: NONE,
    },
];
