//! The catalog rules hold on a migrated database, each of them notices what it is there for, and no exception is stale.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeMap;
use store::check::schema::{self, About, Rule};
use store::check::{self, Finding};
use store::testing::TestHouse;

#[tokio::test]
async fn the_rules_hold_and_nobody_sees_anything() {
    let house = TestHouse::new().await;
    let mut found = check::isolation(&house.db).await.unwrap();
    found.extend(check::scale(&house.db).await.unwrap());
    let lines: Vec<String> = found.iter().map(|f| format!("{}: {}", f.rule, f.sentence)).collect();
    assert!(lines.is_empty(), "{} findings\n{}", lines.len(), lines.join("\n"));
}

/// Rules whose list says what they are about, rather than what may break them.
const ABOUT_THEIR_LIST: [&str; 1] = ["local-alone"];

#[tokio::test]
async fn every_reviewed_exception_is_still_needed() {
    let house = TestHouse::new().await;
    let mut conn = house.superuser().await;
    for rule in schema::every().filter(|rule| !ABOUT_THEIR_LIST.contains(&rule.name)) {
        let found = schema::objects(&mut conn, rule, &[]).await.unwrap();
        for listed in rule.reviewed {
            let needed = found
                .iter()
                .any(|object| object == listed.object || object.ends_with(&format!(" to {}", listed.object)));
            assert!(
                needed,
                "The list for the rule {} names {}, which no longer breaks it: take the line out of store::check::reviewed.",
                rule.name, listed.object
            );
            assert!(!listed.reason.is_empty(), "{} needs a reason", listed.object);
        }
    }
}

/// For every rule, statements that break it, run as the cluster's administrator and rolled back.
fn breakages() -> BTreeMap<&'static str, Vec<&'static str>> {
    BTreeMap::from([
        ("roles-there", vec!["alter role duplex_worker rename to duplex_gone"]),
        ("roles-mighty", vec!["alter role duplex_app bypassrls", "alter role duplex_tenant createrole"]),
        ("roles-own-nothing", vec!["alter table unit owner to duplex_landlord", "alter schema app owner to duplex_app"]),
        ("roles-members", vec!["grant duplex_owner to duplex_app", "grant pg_read_all_data to duplex_tenant", "grant duplex_landlord to duplex_tenant"]),
        ("roles-inherit", vec!["alter role duplex_app inherit"]),
        ("roles-settings", vec!["alter role duplex_app set app.portfolio_id = 'x'", "alter role duplex_tenant set row_security = off"]),
        ("table-without-portfolio", vec!["create table loose (id uuid primary key)", "create table loose (portfolio_id uuid, id uuid primary key)"]),
        ("row-security-forced", vec!["alter table lease no force row level security", "alter table lease disable row level security"]),
        ("owner-policy", vec!["drop policy owner_all on lease", "alter policy owner_all on lease using (false)"]),
        ("owned-by-owner", vec!["create table mine (portfolio_id uuid not null)", "create function app.f() returns int language sql return 1"]),
        ("view-as-invoker", vec!["create view v as select * from lease", "create view v with (security_invoker = false) as select * from lease"]),
        ("no-trigger", vec![
            "create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger t before insert on lease for each row execute function f()",
            "create rule r as on insert to lease do also nothing",
        ]),
        ("cents-are-whole", vec!["alter table lease add fee_cents integer", "alter table lease add share numeric"]),
        ("primary-key", vec!["create table bare (portfolio_id uuid not null)"]),
        ("key-order", vec!["create unique index u on tenant_contact (email)", "create unique index u on unit (lower(name))"]),
        ("exclusion-order", vec!["alter table lease add constraint x exclude using gist (unit_id with =, portfolio_id with =)"]),
        ("foreign-key-composite", vec![
            "alter table unit add unique (portfolio_id, id, property_id); alter table tenant add u uuid, add unique (id, portfolio_id);
             alter table lease add foreign key (unit_id, portfolio_id) references tenant (id, portfolio_id);
             alter table tenant add unique (id); alter table lease add constraint plain foreign key (unit_id) references tenant (id)",
        ]),
        ("foreign-key-shared", vec!["create table loose (id uuid primary key); alter table lease add loose_id uuid references loose"]),
        ("foreign-key-portfolio", vec!["alter table lease add other_id uuid references portfolio"]),
        ("foreign-key-nulls", vec!["alter table tenant add foreign key (portfolio_id, created_by) references unit on delete set null"]),
        ("foreign-key-missing", vec!["alter table activity add lease_id uuid"]),
        ("tied-to-portfolio", vec!["create table free (portfolio_id uuid not null, id uuid not null)"]),
        ("index-order", vec!["create index i on lease (unit_id)"]),
        ("local-alone", vec![
            "alter table session add foreign key (portfolio_id) references portfolio",
            "alter table mail_out add foreign key (portfolio_id) references portfolio",
            "alter table person add portfolio_id uuid references portfolio",
            "alter table session add unique (id_hash, person_id); alter table lease add s bytea references session (id_hash)",
        ]),
        ("grant-verbs", vec!["grant truncate on lease to duplex_landlord", "grant references on lease to duplex_tenant", "grant trigger on lease to duplex_worker"]),
        ("grant-strangers", vec!["grant select on lease to public", "grant select (id) on lease to duplex_app"]),
        ("grant-option", vec!["grant select on lease to duplex_landlord with grant option"]),
        ("tenant-tables", vec!["grant select on bank_line to duplex_tenant", "grant select (id) on expense to duplex_tenant"]),
        ("public-tables", vec!["grant select (id) on invitation to duplex_public"]),
        ("select-by-column", vec!["grant select on lease to duplex_tenant"]),
        ("update-by-column", vec!["grant update on lease to duplex_landlord"]),
        ("update-of-keys", vec!["grant update (portfolio_id) on lease to duplex_landlord", "grant update (id) on unit to duplex_worker"]),
        ("secrets-unread", vec!["grant select on person to duplex_landlord", "grant select (token_hash) on invitation to duplex_landlord"]),
        ("bulk-copies", vec!["create materialized view m as select * from lease; grant select on m to duplex_landlord"]),
        ("sequences", vec!["create sequence s; grant usage on s to duplex_worker"]),
        ("nobody-creates", vec!["grant create on schema app to duplex_landlord", "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$"]),
        ("default-grants", vec!["alter default privileges for role duplex_owner grant select on tables to duplex_landlord"]),
        ("policy-roles", vec!["create policy p on lease for delete using (portfolio_id = app.portfolio_id())"]),
        ("policy-per-grant", vec!["drop policy tenant_read on lease", "grant delete on lease to duplex_landlord"]),
        ("policy-portfolio", vec![
            "alter policy tenant_read on lease using (id = any (app.lease_ids()))",
            "alter policy tenant_read on lease using (true)",
            "alter policy landlord_add on lease with check (true)",
            "alter policy tenant_read on lease using (portfolio_id = app.portfolio_id() or id = any (app.lease_ids()))",
        ]),
        ("policy-own", vec!["alter policy self_read on session using (true)", "alter policy own_read on portfolio using (id = app.portfolio_id() or is_demo)"]),
        ("policy-no-select", vec!["alter policy tenant_read on lease using (portfolio_id = app.portfolio_id() and exists (select from unit))"]),
        ("policy-no-argument", vec!["alter policy tenant_read on lease using (portfolio_id = app.portfolio_id() and lower(id::text) = 'x')"]),
        ("policy-functions", vec!["alter policy tenant_read on lease using (portfolio_id = app.portfolio_id() and starts_on < date(now()))"]),
        ("policy-check", vec!["alter policy landlord_change on lease with check (portfolio_id = app.portfolio_id())"]),
        ("policy-restrictive", vec!["create policy p on lease as restrictive to duplex_tenant using (portfolio_id = app.portfolio_id())"]),
        ("policy-single", vec!["create policy p on lease for select to duplex_tenant using (portfolio_id = app.portfolio_id())"]),
        ("definer-reviewed", vec![
            "create function app.peek() returns bigint language sql security definer set search_path = public, pg_temp return 1",
            "create function app.end_session(x int) returns bigint language sql security definer set search_path = public, pg_temp return 1",
        ]),
        ("definer-path", vec!["alter function app.is_fresh() reset all", "alter function app.is_fresh() set search_path = public"]),
        ("function-grants", vec!["grant execute on function app.is_fresh() to public", "create function app.f() returns int language sql return 1"]),
    ])
}

#[tokio::test]
async fn every_rule_notices_its_breakage() {
    let house = TestHouse::new().await;
    let mut conn = house.superuser().await;
    let breakages = breakages();
    for rule in schema::every() {
        let statements = breakages.get(rule.name);
        for statement in
            statements.unwrap_or_else(|| panic!("Say in breakages() what breaks the rule {}.", rule.name))
        {
            let found = after(&mut conn, statement, rule).await;
            assert!(!found.is_empty(), "The rule {} did not notice: {statement}", rule.name);
        }
    }
}

/// What a rule finds once this statement was run. Roles belong to the whole cluster, so nothing of it may be kept.
async fn after(conn: &mut PgConnection, statement: &'static str, rule: &'static Rule) -> Vec<String> {
    let mut tx = conn.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut *tx)
        .await
        .unwrap_or_else(|e| panic!("{statement}: {e}"));
    let reviewed: Vec<&str> = rule.reviewed.iter().map(|r| r.object).collect();
    let found = schema::objects(&mut tx, rule, &reviewed).await.unwrap();
    tx.rollback().await.unwrap();
    found
}

#[tokio::test]
async fn a_finding_says_what_and_why() {
    let mut house = TestHouse::new().await;
    sqlx::raw_sql("alter table lease no force row level security").execute(&mut house.owner).await.unwrap();
    let found = check::isolation(&house.db).await.unwrap();
    let [Finding { rule, object, sentence }] = &found[..] else { panic!("{found:?}") };
    assert_eq!((*rule, object.as_str()), ("row-security-forced", "lease"));
    assert!(sentence.starts_with("The table lease must both enable and force"), "{sentence}");
    let scale = schema::every().filter(|rule| rule.about == About::Scale).count();
    assert!(scale >= 5, "the rules of a distributed database are asked too: {scale}");
}

#[tokio::test]
async fn a_hole_is_seen_by_looking_too() {
    let mut house = TestHouse::new().await;
    house.portfolio("Calloway Homes").await;
    sqlx::raw_sql("alter policy landlord_read on member using (true)")
        .execute(&mut house.owner)
        .await
        .unwrap();
    let found = check::isolation(&house.db).await.unwrap();
    let probed: Vec<&str> = found.iter().filter(|f| f.rule == "probe").map(|f| f.object.as_str()).collect();
    assert_eq!(probed, ["the owner of no portfolio: member", "a landlord without an identity: member"]);
}
