//! Rules about policies: each begins with the portfolio, compares columns with settings, and asks nothing else.

use crate::check::reviewed::NONE;
use crate::check::schema::About::{Isolation, Scale};
use crate::check::schema::Rule;

/// Policies apart from the owner's, as `p`, with their two expressions as text.
macro_rules! policies {
    () => {
        " (select p.*, p.polrelid::regclass || '.' || p.polname as what, pg_get_expr(p.polqual, p.polrelid) as reads,
                  pg_get_expr(p.polwithcheck, p.polrelid) as writes
             from pg_policy p where p.polroles <> array[to_regrole('duplex_owner')::oid]) p "
    };
}

pub const RULES: &[Rule] = &[
    Rule {
        name: "policy-roles",
        about: Isolation,
        sentence: "The policy {} must name one or more of the four roles that a transaction becomes, and nobody else.",
        sql: concat!(
            "select p.what from", policies!(),
            "where exists (select from unnest(p.polroles) as r(oid)
                where coalesce((select rolname from pg_roles where oid = r.oid), 'public') <> all (", four!(), "))
               and p.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-per-grant",
        about: Isolation,
        sentence: "{}: there is a grant but no policy for it, so it does nothing, or the policy was lost. Add the policy or \
                   revoke the grant.",
        sql: concat!(
            "select distinct g.who || ' may ' || lower(g.verb) || ' ' || g.rel::regclass from pg_class c,", grants!(),
            "where c.oid = g.rel and c.relkind in ('r', 'p') and c.relrowsecurity
               and not exists (select from pg_policy p where p.polrelid = g.rel and p.polpermissive
                     and to_regrole(g.who)::oid = any (p.polroles)
                     and p.polcmd in ('*', case g.verb when 'SELECT' then 'r' when 'INSERT' then 'a' when 'UPDATE' then 'w' else 'd' end::\"char\"))
               and g.who || ' may ' || lower(g.verb) || ' ' || g.rel::regclass <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-portfolio",
        about: Isolation,
        sentence: "The policy {} must begin with \"portfolio_id = app.portfolio_id()\", alone or followed by \"and\".",
        sql: concat!(
            "select p.what from", policies!(),
            "where p.polpermissive and", in_portfolio!("p.polrelid"),
            "and exists (select from (values (p.reads), (p.writes)) as e(text)
                where e.text <> '(portfolio_id = app.portfolio_id())'
                  and e.text not like '((portfolio\\_id = app.portfolio\\_id()) AND %')
             and p.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-own",
        about: Isolation,
        sentence: "The policy {} guards a table without a portfolio, so it must begin by comparing a column with \
                   app.person_id() or app.portfolio_id().",
        sql: concat!(
            "select p.what from", policies!(),
            "where p.polpermissive and not", in_portfolio!("p.polrelid"),
            "and exists (select from (values (p.reads), (p.writes)) as e(text)
                where e.text !~ '^\\(?\\([a-z_]+ = app\\.(person|portfolio)_id\\(\\)\\)( AND |$)')
             and p.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-no-select",
        about: Isolation,
        sentence: "The policy {} holds a sub-select. A distributed table refuses it; let the door fill a setting instead.",
        sql: concat!(
            "select p.what from", policies!(),
            "where (p.polqual::text ~ 'SUBLINK|hasSubLinks true' or p.polwithcheck::text ~ 'SUBLINK|hasSubLinks true')
               and p.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-no-argument",
        about: Isolation,
        sentence: "The policy {} calls a function with an argument, which runs once per row and uses no index (27.8 s instead \
                   of 0.3 ms on a million rows). Compare a column with a function over a setting.",
        sql: concat!(
            "select p.what from", policies!(),
            "where (coalesce(p.reads, '') ~ '\\w\\([^)]' or coalesce(p.writes, '') ~ '\\w\\([^)]') and p.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-functions",
        about: Isolation,
        sentence: "{}: policies call only functions of the schema app that are stable and take no argument.",
        sql: concat!(
            // Postgres keeps no dependency on its own functions, so the expressions themselves are read.
            "select distinct p.what || ' calls ' || f.oid::regprocedure from pg_proc f,",
            policies!(),
            "cross join lateral regexp_matches(concat(p.polqual::text, p.polwithcheck::text), ':funcid (\\d+)', 'g') as m(id)
              where f.oid = m.id[1]::oid
               and (f.pronamespace::regnamespace::text <> 'app' or f.pronargs > 0 or f.provolatile <> 's' or f.prosecdef)
               and p.what || ' calls ' || f.oid::regprocedure <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-check",
        about: Isolation,
        sentence: "The policy {} lets a row be changed into one that it would not have let be changed: leave \"with check\" \
                   out, or begin it with what stands in \"using\".",
        sql: concat!(
            "select p.what from", policies!(),
            "where p.polcmd in ('w', '*') and p.writes is not null and p.writes is distinct from p.reads
               and not starts_with(p.writes, '(' || p.reads || ' AND ') and not starts_with(p.writes, left(p.reads, -1) || ' AND ')
               and p.what <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "policy-restrictive",
        about: Scale,
        sentence: "The policy {} is restrictive. One permissive policy a role and verb is easier to read: say it there.",
        sql: concat!("select p.what from", policies!(), "where not p.polpermissive and p.what <> all ($1) order by 1"),
        reviewed: NONE,
    },
    Rule {
        name: "policy-single",
        about: Isolation,
        sentence: "{} by several policies, of which any one suffices: the widest decides. Write one policy.",
        sql: concat!(
            "select distinct r.oid::regrole || ' is let ' || v.word || ' ' || p.polrelid::regclass
               from (values ('r', 'read'), ('a', 'add to'), ('w', 'change'), ('d', 'remove from')) as v(cmd, word),",
            policies!(), "cross join lateral unnest(p.polroles) as r(oid)
              where p.polpermissive and p.polcmd in ('*', v.cmd::\"char\") and r.oid <> 0
                and r.oid::regrole || ' is let ' || v.word || ' ' || p.polrelid::regclass <> all ($1)
              group by r.oid, v.word, p.polrelid having count(*) > 1 order by 1"
        ),
        reviewed: NONE,
    },
];
