//! Rules about keys: they begin with the portfolio, so that none can tell that a hidden row exists, none can join two
//! portfolios, and all of them can be distributed.

use crate::check::reviewed::{INDEXES_ACROSS, LOCAL, LOOSE_REFERENCES, NONE, SHARED_PARENTS, UNTIED};
use crate::check::schema::About::{Isolation, Scale};
use crate::check::schema::Rule;

pub const RULES: &[Rule] = &[
    Rule {
        name: "primary-key",
        about: Isolation,
        sentence: "The table {} has no primary key.",
        sql: concat!(
            "select c.oid::regclass::text", tables!(),
            "and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
             and c.oid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "key-order",
        about: Isolation,
        sentence: "The unique index {} must begin with portfolio_id: a key over all portfolios tells whoever inserts that \
                   somebody else's row exists.",
        sql: concat!(
            "select i.indexrelid::regclass::text from pg_index i, (select c.oid", tables!(), ") c
              where i.indrelid = c.oid and i.indisunique and", in_portfolio!("c.oid"),
            "and i.indkey[0] is distinct from", portfolio_column!("c.oid"),
            "and i.indexrelid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "exclusion-order",
        about: Isolation,
        sentence: "The exclusion constraint {} must begin with \"portfolio_id with =\".",
        sql: concat!(
            "select n.conrelid::regclass || '.' || n.conname from pg_constraint n, (select c.oid", tables!(), ") c
              where n.conrelid = c.oid and n.contype = 'x' and", in_portfolio!("c.oid"),
            "and (n.conkey[1] is distinct from", portfolio_column!("c.oid"), "
                  or (select o.oprname from pg_operator o where o.oid = n.conexclop[1]) is distinct from '=')
             and n.conrelid::regclass || '.' || n.conname <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "foreign-key-composite",
        about: Isolation,
        sentence: "The foreign key {} must carry portfolio_id on both sides: a plain one accepts a parent of another \
                   portfolio.",
        sql: concat!(
            "select n.conrelid::regclass || '.' || n.conname from pg_constraint n
              where n.contype = 'f' and", in_portfolio!("n.conrelid"), "and", in_portfolio!("n.confrelid"),
            "and (array_position(n.conkey,", portfolio_column!("n.conrelid"), ") is null
                  or array_position(n.conkey,", portfolio_column!("n.conrelid"), ")
                     is distinct from array_position(n.confkey,", portfolio_column!("n.confrelid"), "))
             and n.conrelid::regclass || '.' || n.conname <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "foreign-key-shared",
        about: Isolation,
        sentence: "{} points at a table without a portfolio that is not on the reviewed list of shared parents.",
        sql: concat!(
            "select k.what from (select n.conrelid::regclass || ' to ' || n.confrelid::regclass as what,
                n.confrelid::regclass::text as parent from pg_constraint n
              where n.contype = 'f' and", in_portfolio!("n.conrelid"), "and not", in_portfolio!("n.confrelid"), ") k
              where k.parent <> all ($1) order by 1"
        ),
        reviewed: SHARED_PARENTS,
    },
    Rule {
        name: "foreign-key-portfolio",
        about: Scale,
        sentence: "The foreign key {} points at the portfolio by another column than portfolio_id: rows are kept on the node \
                   of the portfolio that they belong to.",
        sql: concat!(
            "select n.conrelid::regclass || '.' || n.conname from pg_constraint n
              where n.contype = 'f' and n.confrelid = to_regclass('portfolio')
                and n.conkey is distinct from array[", portfolio_column!("n.conrelid"), "]
                and n.conrelid::regclass || '.' || n.conname <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "foreign-key-nulls",
        about: Scale,
        sentence: "The foreign key {} sets columns to null or a default when its parent goes; that would take the row out \
                   of its portfolio, and a distributed table refuses it.",
        sql: concat!(
            "select n.conrelid::regclass || '.' || n.conname from pg_constraint n
              where n.contype = 'f' and", in_portfolio!("n.conrelid"),
            "and (n.confdeltype in ('n', 'd') or n.confupdtype in ('n', 'd'))
             and n.conrelid::regclass || '.' || n.conname <> all ($1) order by 1"
        ),
        reviewed: NONE,
    },
    Rule {
        name: "foreign-key-missing",
        about: Isolation,
        sentence: "The column {} is named after a table but has no foreign key to it, so it could name a row of another \
                   portfolio; add the key (portfolio_id, …), or a reason to store::check::reviewed::LOOSE_REFERENCES.",
        sql: concat!(
            "select c.oid::regclass || '.' || a.attname from pg_attribute a, (select c.oid", tables!(), ") c
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and", in_portfolio!("c.oid"),
            "and a.attname like '%\\_id' and a.attname <> 'portfolio_id'
             and exists (select from pg_class t where t.relname = left(a.attname, -3) and t.relkind in ('r', 'p')
                           and t.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' and",
            in_portfolio!("t.oid"), ")
             and not exists (select from pg_constraint n where n.conrelid = c.oid and n.contype = 'f' and a.attnum = any (n.conkey))
             and c.oid::regclass || '.' || a.attname <> all ($1) order by 1"
        ),
        reviewed: LOOSE_REFERENCES,
    },
    Rule {
        name: "tied-to-portfolio",
        about: Isolation,
        sentence: "No foreign key of the table {} carries its portfolio_id, so it may hold rows of a portfolio that does \
                   not exist.",
        sql: concat!(
            "select c.oid::regclass::text", tables!(), "and", in_portfolio!("c.oid"),
            "and not exists (select from pg_constraint n where n.conrelid = c.oid and n.contype = 'f'
                and", portfolio_column!("c.oid"), "= any (n.conkey))
             and c.oid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: UNTIED,
    },
    Rule {
        name: "index-order",
        about: Scale,
        sentence: "The index {} does not begin with portfolio_id: no policy can use it. Put portfolio_id first, or the index \
                   on the reviewed list with a reason.",
        sql: concat!(
            "select i.indexrelid::regclass::text from pg_index i, (select c.oid", tables!(), ") c
              where i.indrelid = c.oid and not i.indisunique and", in_portfolio!("c.oid"),
            "and i.indkey[0] is distinct from", portfolio_column!("c.oid"),
            "and i.indexrelid::regclass::text <> all ($1) order by 1"
        ),
        reviewed: INDEXES_ACROSS,
    },
    Rule {
        name: "local-alone",
        about: Scale,
        sentence: "The foreign key {} ties a table that stays on one node, or that belongs to no portfolio, to the rows of a \
                   portfolio, which may move to another; keep the id without a foreign key.",
        sql: concat!(
            "select n.conrelid::regclass || '.' || n.conname from pg_constraint n
              where n.contype = 'f'
                and (((n.conrelid::regclass::text = any ($1) or not", in_portfolio!("n.conrelid"), ")
                      and (n.confrelid::regclass::text = 'portfolio' or", in_portfolio!("n.confrelid"), "))
                  or (n.confrelid::regclass::text = any ($1) and", in_portfolio!("n.conrelid"), ")) order by 1"
        ),
        reviewed: LOCAL,
    },
];
