//! What whoever runs the machine may do to people.

use domain::{Role, Viewer};
use store::admin::{self, Added, NewUser};
use store::testing::{TestHouse, noon};
use store::{invitations, people, person_activity};

fn user<'a>(email: &'a str, role: Role, portfolio: &'a str) -> NewUser<'a> {
    NewUser {
        email,
        name: "Nia",
        role,
        portfolio,
        zone: chrono_tz::America::Denver,
        password_hash: Some("hash"),
        token_hash: [1; 32],
        now: noon(),
    }
}

#[tokio::test]
async fn the_first_owner_makes_the_portfolio_and_others_join_it() {
    let house = TestHouse::new().await;
    let url = &house.owner_url;
    let early = admin::add_user(url, user("nia@example.com", Role::Manager, "Lark Homes")).await;
    assert!(early.unwrap_err().to_string().contains("No portfolio is called Lark Homes. There is none yet."));
    assert_eq!(
        admin::add_user(url, user("ruth@example.com", Role::Owner, "Lark Homes")).await.unwrap(),
        Added::Member
    );
    let nia = user("nia@example.com", Role::Bookkeeper, "lark homes");
    assert_eq!(admin::add_user(url, NewUser { password_hash: None, ..nia }).await.unwrap(), Added::Invited);
    let again = admin::add_user(
        url,
        NewUser { password_hash: None, ..user("ruth@example.com", Role::Manager, "Lark Homes") },
    );
    assert!(again.await.unwrap_err().to_string().contains("a member of Lark Homes already"));
    let twice = admin::add_user(url, user("ruth@example.com", Role::Owner, "Second Homes")).await;
    assert!(twice.unwrap_err().to_string().contains("has a password already"));
    assert!(admin::portfolio_named(url, "LARK homes").await.is_ok());
    let none = admin::portfolio_named(url, "Second Homes").await;
    assert!(
        none.unwrap_err().to_string().contains("There is Lark Homes."),
        "a refused try leaves nothing behind"
    );

    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    let link = invitations::read(&mut tx, &[1; 32]).await.unwrap().unwrap();
    assert_eq!(
        (link.portfolio_name.as_str(), link.role, link.invited_by.as_str()),
        ("Lark Homes", Role::Bookkeeper, "")
    );
}

#[tokio::test]
async fn a_new_password_from_the_machine_ends_every_session() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Lark Homes").await;
    let email = format!("{}@example.com", ruth.person);
    crate::open(&house.db, ruth.person, [1; 32]).await;
    let nobody = admin::set_password(&house.owner_url, "nobody@example.com", "new", noon()).await;
    assert!(nobody.unwrap_err().to_string().contains("Nobody signs in"));
    admin::set_password(&house.owner_url, &email, "new", noon()).await.unwrap();
    assert!(store::sessions::resolve(&house.db, &[1; 32]).await.unwrap().is_none());
    let mut tx = house.db.enter(&Viewer::Public).await.unwrap();
    assert_eq!(people::secret(&mut tx, &email).await.unwrap().unwrap().password_hash, "new");
    let mut tx = house.db.enter(&Viewer::Person { person: ruth.person }).await.unwrap();
    let told = person_activity::list(&mut tx).await.unwrap();
    assert_eq!(told[0].sentence, "Got a new password from the command line.");
}
