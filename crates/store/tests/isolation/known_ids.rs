//! To know the id of somebody hidden is not enough to reach them.

use crate::attacks::{Scene, answer, refusal};
use domain::Role;
use domain::id::{PersonId, PropertyId};
use domain::viewer::{Member, Reach};
use sqlx::AssertSqlSafe;
use store::testing::{as_viewer, fresh};
use uuid::Uuid;

#[tokio::test]
async fn to_know_a_tenants_id_is_not_enough_to_let_them_a_home() {
    let mut scene = Scene::new().await;
    let (portfolio, ruth, mine, theirs) = (scene.ruth.portfolio, scene.ruth.person, scene.own, fresh());
    let (lease, hidden, nia) = (fresh(), fresh(), fresh());
    let sql = format!(
        "insert into person (id, name, email, password_hash, time_zone, created_at) values ('{nia}', 'Nia', 'nia@example.com', 'x', 'UTC', now());
         insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
           values ('{portfolio}', '{theirs}', 'Other house', '', '', '', '', 1, now());
         insert into unit (portfolio_id, id, property_id, name, created_at) values ('{portfolio}', '{lease}', '{mine}', 'A', now());
         insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
           values ('{portfolio}', '{lease}', '{mine}', '{lease}', '2026-01-01', now());
         insert into tenant (portfolio_id, id, name, created_by, created_at) values ('{portfolio}', '{hidden}', 'Maya', '{ruth}', now())"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut scene.house.owner).await.unwrap();
    let reach = Reach { properties: vec![PropertyId(mine)], ..Reach::default() };
    let limited = Member { portfolio, person: PersonId(nia), role: Role::Manager, reach: Some(reach) };
    let add = |tenant: Uuid, maker: &str| {
        [
            format!(
                "insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, tenant_created_by, from_on, share_bp, created_at)
                 values ('{portfolio}', '{lease}', '{mine}', '{tenant}', {maker}, '2026-01-01', 10000, now())"
            ),
            format!("insert into tenant_contact (portfolio_id, tenant_id, tenant_created_by) values ('{portfolio}', '{tenant}', {maker})"),
        ]
    };
    // Whatever is claimed about who made them, a tenant out of reach answers as one who is not there.
    for (maker, code) in [("null", "42501"), (&format!("'{ruth}'"), "42501"), (&format!("'{nia}'"), "23503")]
    {
        for tenant in [hidden, fresh()] {
            for sql in add(tenant, maker) {
                assert_eq!(refusal(&scene, &as_viewer(&limited), sql.clone()).await, code, "{sql}");
            }
        }
    }
    // Somebody they made themselves is theirs to add, and for Ruth everybody is.
    let mut tx = scene.enter(&as_viewer(&limited)).await;
    let own = fresh();
    let made = format!(
        "insert into tenant (portfolio_id, id, name, created_by, created_at) values ('{portfolio}', '{own}', 'Bo', '{nia}', now())"
    );
    answer(&mut tx, made).await.unwrap();
    for sql in add(own, &format!("'{nia}'")) {
        assert_eq!(answer(&mut tx, sql).await, Ok(1));
    }
    let mut tx = scene.enter(&as_viewer(&scene.ruth)).await;
    for sql in add(hidden, &format!("'{ruth}'")) {
        assert_eq!(answer(&mut tx, sql).await, Ok(1));
    }
}
