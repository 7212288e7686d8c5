//! Rules about tables and views: every one has a portfolio, a guard that binds its owner too, and one owner.

use crate::check::reviewed::{NONE, UNGUARDED, WITHOUT_PORTFOLIO};
use crate::check::schema::About::{Isolation, Scale};
use crate::check::schema::Rule;

pub const RULES: &[Rule] = &[
    Rule {
        name: "table-without-portfolio",
        about: Isolation,
        sentence: "The table {} has no portfolio_id that is a uuid and not null: add the column, or the table to \
                   store::check::reviewed::WITHOUT_PORTFOLIO with a reason.",
        sql: concat!(
            "select c.oid::regclass::text", tables!(), "and not", in_portfolio!("c.oid"),
            "and c.oid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: WITHOUT_PORTFOLIO,
    },
    Rule {
        name: "row-security-forced",
        about: Isolation,
        sentence: "The table {} must both enable and force row-level security; without force it does not bind its owner.",
        sql: concat!(
            "select c.oid::regclass::text", tables!(),
            "and not (c.relrowsecurity and c.relforcerowsecurity) and c.oid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: UNGUARDED,
    },
    Rule {
        name: "owner-policy",
        about: Isolation,
        sentence: "The table {} needs the policy owner_all for all commands to duplex_owner, using (true) with check \
                   (true): forced row-level security would let a data migration change nothing, silently.",
        sql: concat!(
            "select c.oid::regclass::text", tables!(),
            "and c.relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid
                and p.polname = 'owner_all' and p.polpermissive and p.polcmd = '*'
                and p.polroles = array[to_regrole('duplex_owner')::oid]
                and pg_get_expr(p.polqual, p.polrelid) = 'true' and pg_get_expr(p.polwithcheck, p.polrelid) = 'true')
             and c.oid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "owned-by-owner",
        about: Isolation,
        sentence: "{} must belong to duplex_owner: whoever owns a thing can take its guards away.",
        // Names are made only of what is found: those of all of Postgres' functions would take longer than all other rules.
        sql: "with stray as materialized (
                select c.oid, 'pg_class'::regclass as class, c.relnamespace as space from pg_class c
                 where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relpersistence <> 't'
                   and c.relowner is distinct from to_regrole('duplex_owner')::oid
                union all
                select p.oid, 'pg_proc'::regclass, p.pronamespace from pg_proc p
                 where p.proowner is distinct from to_regrole('duplex_owner')::oid
                union all
                select n.oid, 'pg_namespace'::regclass, n.oid from pg_namespace n
                 where n.nspname <> 'public' and n.nspowner is distinct from to_regrole('duplex_owner')::oid),
              k as materialized (
                select case s.class when 'pg_class'::regclass then s.oid::regclass::text
                         when 'pg_proc'::regclass then s.oid::regprocedure::text else 'schema ' || n.nspname end as what
                  from stray s join pg_namespace n on n.oid = s.space
                 where n.nspname !~ '^(pg_|information_schema)'
                   and not exists (select from pg_depend d where d.classid = s.class and d.objid = s.oid and d.deptype = 'e'))
              select k.what from k where k.what <> all ($1) order by 1",
        reviewed: NONE,
    },
    Rule {
        name: "view-as-invoker",
        about: Isolation,
        sentence: "The view {} must be made with (security_invoker = true); otherwise it shows everybody what its owner \
                   sees.",
        sql: "select c.oid::regclass::text from pg_class c
               where c.relkind = 'v' and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
                 and not coalesce((select o.option_value::boolean from pg_options_to_table(c.reloptions) o
                                    where o.option_name = 'security_invoker'), false)
                 and c.oid::regclass::text <> all ($1) order by 1",
        reviewed: NONE,
    },
    Rule {
        name: "no-trigger",
        about: Scale,
        sentence: "{} is a trigger or a rewrite rule; a distributed table can have none, so totals and events are written by \
                   the store, in the open.",
        sql: "select t.tgrelid::regclass || '.' || t.tgname from pg_trigger t
               where not t.tgisinternal and t.tgrelid::regclass || '.' || t.tgname <> all ($1)
              union all
              select r.ev_class::regclass || '.' || r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
               where r.rulename <> '_RETURN' and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
                 and r.ev_class::regclass || '.' || r.rulename <> all ($1)
              union all
              select 'event trigger ' || e.evtname from pg_event_trigger e where 'event trigger ' || e.evtname <> all ($1)
               order by 1",
        reviewed: NONE,
    },
    Rule {
        name: "cents-are-whole",
        about: Scale,
        sentence: "The column {} must not be a float, numeric or money: amounts are whole cents in a bigint, and a sum over \
                   nodes must not depend on its order.",
        sql: concat!(
            "select c.oid::regclass || '.' || a.attname from pg_attribute a, (select c.oid", tables!(), ") c
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and (a.atttypid = any (array['float4', 'float8', 'numeric', 'money']::regtype[])
                     or (a.attname like '%\\_cents' and a.atttypid <> 'bigint'::regtype))
                and c.oid::regclass || '.' || a.attname <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
];
