//! Rules about functions: the few that run as their owner are reviewed, and none is everybody's by default.

use crate::check::reviewed::{DEFINERS, NONE};
use crate::check::schema::About::Isolation;
use crate::check::schema::Rule;

/// Our functions as `f`: not the system's, not an extension's.
macro_rules! functions {
    () => {
        " from pg_proc f where f.pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
            and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid
                              and d.deptype = 'e') "
    };
}

pub const RULES: &[Rule] = &[
    Rule {
        name: "definer-reviewed",
        about: Isolation,
        sentence: "The function {} runs as its owner (security definer) and is not on the reviewed list in \
                   store::check::reviewed::DEFINERS.",
        sql: concat!(
            "select k.what from (select f.pronamespace::regnamespace || '.' || f.proname
                || case when count(*) over (partition by f.pronamespace, f.proname) > 1 then ' (one of several)' else '' end as what,
                f.prosecdef", functions!(), ") k
              where k.prosecdef and k.what <> all ($1) order by 1"
        ),
        reviewed: DEFINERS,
    },
    Rule {
        name: "definer-path",
        about: Isolation,
        sentence: "The function {} runs as its owner, so it needs a fixed search_path that is empty or ends with pg_temp: \
                   otherwise its caller decides which tables it means.",
        sql: concat!(
            "select f.oid::regprocedure::text", functions!(),
            "and f.prosecdef and not exists (select from unnest(f.proconfig) as s(line)
                where s.line ~ '^search_path=(\"\"|.*\\mpg_temp)$')
             and f.oid::regprocedure::text <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "function-grants",
        about: Isolation,
        sentence: "{}: functions are granted by name to the roles that need them. Revoke it from public.",
        sql: concat!(
            "select distinct f.oid::regprocedure || ' may be run by ' || coalesce(r.rolname, 'everybody')
               from (select f.oid, f.proowner, coalesce(f.proacl, acldefault('f', f.proowner)) as acl", functions!(), ") f
                    cross join lateral aclexplode(f.acl) x left join pg_roles r on r.oid = x.grantee
              where x.grantee <> f.proowner and coalesce(r.rolname, 'public') <> all (", four!(), ")
                and f.oid::regprocedure || ' may be run by ' || coalesce(r.rolname, 'everybody') <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
];
