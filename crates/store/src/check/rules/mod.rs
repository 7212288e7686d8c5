//! The rules themselves, by what they look at. Each query names its objects as a person would: `table`,
//! `table.column`, `role on table`.

/// Our tables as `c`: ordinary and partitioned ones, not the system's, not an extension's, not a partition's children.
macro_rules! tables {
    () => {
        " from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
            and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
            and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                              and d.deptype = 'e') "
    };
}

/// True when every row of the table of this oid belongs to a portfolio.
macro_rules! in_portfolio {
    ($oid:literal) => {
        concat!(
            " exists (select from pg_attribute own where own.attrelid = ",
            $oid,
            " and own.attname = 'portfolio_id' and own.attnotnull
                 and own.atttypid = 'uuid'::regtype and not own.attisdropped) "
        )
    };
}

/// The number of the portfolio_id column in the table of this oid.
macro_rules! portfolio_column {
    ($oid:literal) => {
        concat!(
            " (select own.attnum from pg_attribute own where own.attrelid = ",
            $oid,
            " and own.attname = 'portfolio_id' and not own.attisdropped) "
        )
    };
}

/// The four roles that a transaction may become, as an array of text.
macro_rules! four {
    () => {
        " array['duplex_landlord', 'duplex_tenant', 'duplex_worker', 'duplex_public'] "
    };
}

/// Grants on relations and on their columns, to whom, as `g(rel, kind, col, who, verb, grantable)`: `col` is null for a
/// grant on the whole relation, `who` is "public" for everybody. What an owner may do with their own is left out.
macro_rules! grants {
    () => {
        " (select c.oid as rel, c.relkind as kind, null::name as col, coalesce(r.rolname, 'public')::text as who,
                  x.privilege_type as verb, x.is_grantable as grantable
             from pg_class c cross join lateral aclexplode(c.relacl) x left join pg_roles r on r.oid = x.grantee
            where x.grantee <> c.relowner and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
           union all
           select c.oid, c.relkind, a.attname, coalesce(r.rolname, 'public')::text, x.privilege_type, x.is_grantable
             from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
                  cross join lateral aclexplode(a.attacl) x left join pg_roles r on r.oid = x.grantee
            where x.grantee <> c.relowner and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)') g "
    };
}

pub mod functions;
pub mod grants;
pub mod keys;
pub mod policies;
pub mod roles;
pub mod tables;
