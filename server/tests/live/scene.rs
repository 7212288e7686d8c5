//! A house full of people who are signed in, on a database of its own: each has the cookie `duplex=NAME`.

use domain::Viewer;
use domain::id::{LeaseId, PersonId, PortfolioId, PropertyId, TenantId};
use domain::role::Role;
use domain::viewer::Member;
use store::Db;
use store::events::{self, Audience};
use store::testing::TestHouse;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::common::{Served, duplex, folder};

/// Two portfolios. In the first, one house with two homes (leases 1 and 2) and another house (lease 3).
const PEOPLE: &str = "
create function id(n bigint) returns uuid language sql immutable return ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid;
insert into person (id, name, email, password_hash, time_zone, created_at)
  select id(n), name, name || '@example.com', 'x', 'UTC', now()
    from unnest(array['ruth', 'nia', 'ben', 'maya', 'daniel', 'neighbor', 'former', 'elsewhere', 'rival']) with ordinality as p (name, n);
insert into portfolio (id, name, time_zone, created_at) values (id(100), 'Calloway Homes', 'UTC', now()), (id(200), 'Rival Homes', 'UTC', now());
insert into member (portfolio_id, person_id, role, name, email, limited, created_at) values
  (id(100), id(1), 'owner', 'Ruth', 'ruth@example.com', false, now()), (id(100), id(2), 'manager', 'Nia', 'nia@example.com', true, now()),
  (id(100), id(3), 'bookkeeper', 'Ben', 'ben@example.com', false, now()), (id(200), id(9), 'owner', 'Rival', 'rival@example.com', false, now());
insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
  select id(100), id(n), 'House ' || n, '1 Elm St', 'Kingston', 'NY', '12401', 2, now() from unnest(array[101, 102]) n;
insert into member_property (portfolio_id, person_id, property_id) values (id(100), id(2), id(102));
insert into unit (portfolio_id, id, property_id, name, created_at) values
  (id(100), id(111), id(101), 'A', now()), (id(100), id(112), id(101), 'B', now()), (id(100), id(113), id(102), 'A', now());
insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at) values
  (id(100), id(121), id(101), id(111), '2024-01-01', now()), (id(100), id(122), id(101), id(112), '2024-01-01', now()),
  (id(100), id(123), id(102), id(113), '2024-01-01', now());
insert into tenant (portfolio_id, id, name, person_id, created_at)
  select id(100), id(130 + n), 'Tenant ' || n, id(n), now() from generate_series(4, 8) n;
insert into lease_member (portfolio_id, lease_id, property_id, tenant_id, from_on, until_on, share_bp, created_at) values
  (id(100), id(121), id(101), id(134), '2024-01-01', null, 5000, now()), (id(100), id(121), id(101), id(135), '2025-01-01', null, 5000, now()),
  (id(100), id(122), id(101), id(136), '2024-01-01', null, 10000, now()),
  (id(100), id(121), id(101), id(137), '2024-01-01', '2024-12-31', 5000, now()),
  (id(100), id(123), id(102), id(138), '2024-01-01', null, 10000, now());
insert into session (id_hash, person_id, portfolio_id, door, address, browser, created_at, seen_at, expires_at, member_idle_s, tenant_idle_s)
  select sha256(p.name::bytea), p.id, case when p.name = 'rival' then id(200) else id(100) end,
         case when p.name in ('ruth', 'nia', 'ben', 'rival') then 'landlord' else 'tenant' end,
         '127.0.0.1', 'Firefox', now(), now(), now() + interval '1 day', 86400, 86400 from person p;
drop function id;
";

/// Everybody, by the names of their cookies.
pub const EVERYBODY: [&str; 9] =
    ["ruth", "nia", "ben", "maya", "daniel", "neighbor", "former", "elsewhere", "rival"];

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0000 | decimal(n))
}

/// The digits of a number as hexadecimal digits, as the SQL writes them.
fn decimal(n: u128) -> u128 {
    if n == 0 { 0 } else { decimal(n / 10) * 16 + n % 10 }
}

pub fn person(name: &str) -> PersonId {
    let at = EVERYBODY.iter().position(|n| *n == name).unwrap();
    PersonId(id(u128::try_from(at).unwrap() + 1))
}

pub const HOUSE: u128 = 101;
pub const MAYAS: u128 = 121;

/// Maya's and Daniel's household.
pub fn household() -> Audience {
    Audience::Household(PropertyId(id(HOUSE)), LeaseId(id(MAYAS)))
}

pub fn lease() -> LeaseId {
    LeaseId(id(MAYAS))
}

pub fn daniel() -> TenantId {
    TenantId(id(135))
}

/// The house, the program serving it, and another process that writes.
pub struct Scene {
    pub served: Served,
    pub house: TestHouse,
    pub db: Db,
    telling: JoinHandle<()>,
    data_dir: tempfile::TempDir,
}

impl Scene {
    pub async fn open() -> Scene {
        let mut house = TestHouse::new().await;
        house.run_as_owner(PEOPLE).await;
        let data_dir = folder();
        let served = Scene::serve(&house, data_dir.path());
        let db = house.db.clone();
        let teller = db.clone();
        let telling = tokio::spawn(async move { events::tell_others(&teller).await });
        Scene { served, house, db, telling, data_dir }
    }

    fn serve(house: &TestHouse, data_dir: &std::path::Path) -> Served {
        let mut command = duplex(data_dir);
        command.env("DATABASE_URL", &house.url).env("DUPLEX_LOG", "warn");
        Served::start_with(command)
    }

    /// Stops the program and starts it again.
    pub fn restart(&mut self) {
        self.served.stop();
        self.served = Scene::serve(&self.house, self.data_dir.path());
    }

    pub fn ruth(&self) -> Viewer {
        let (portfolio, person) = (PortfolioId(id(100)), person("ruth"));
        Viewer::Member(Member { portfolio, person, role: Role::Owner, reach: None })
    }

    /// Tells of something in the first portfolio; answers its subject.
    pub async fn tell(&self, audience: Audience) -> Uuid {
        let mut tx = self.db.enter(&self.ruth()).await.unwrap();
        let subject = tx.new_id();
        events::announce(&mut tx, "ticket", subject, audience).await.unwrap();
        tx.commit().await.unwrap();
        subject
    }

    /// The same in the other portfolio.
    pub async fn tell_rival(&self, audience: Audience) -> Uuid {
        let (portfolio, person) = (PortfolioId(id(200)), person("rival"));
        let viewer = Viewer::Member(Member { portfolio, person, role: Role::Owner, reach: None });
        let mut tx = self.db.enter(&viewer).await.unwrap();
        let subject = tx.new_id();
        events::announce(&mut tx, "ticket", subject, audience).await.unwrap();
        tx.commit().await.unwrap();
        subject
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.telling.abort();
    }
}
