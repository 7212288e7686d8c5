//! Passwords: which ones are good enough, how they are hashed, and how one is checked without telling whether its owner
//! exists. Hashing costs 19 MiB and some 30 ms, so only a few happen at once.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::Typed;
use tokio::sync::Semaphore;

use crate::kernel::Failure;

/// OWASP's first choice for argon2id: 19 MiB of memory, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes at once. More would only wait for the same cores and the same memory.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Shortest password.
pub const SHORTEST: usize = 8;
/// Longest; nobody types more, and hashing a novel is work for us.
const LONGEST: usize = 200;

/// The thousand most common ones of eight characters or more, from the list of Royce Williams that Django ships (BSD).
static COMMON: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = include_str!("common_passwords.txt").lines().collect();
    words.sort_unstable();
    words
});

/// Whether a password may be taken, for somebody with this address.
///
/// # Errors
/// A sentence that says what to change.
pub fn judge(password: &str, email: &str) -> Result<(), String> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(format!("The password is shorter than {SHORTEST} characters. A sentence is good."));
    }
    if length > LONGEST {
        return Err(format!("The password is longer than {LONGEST} characters. Shorten it."));
    }
    let plain = password.to_lowercase();
    let own = email.split('@').next().unwrap_or_default();
    if plain == email || plain == own || plain.chars().all(|c| plain.starts_with(c)) {
        return Err(
            "That is easy to guess from your address. Choose something nobody knows, like a sentence.".into(),
        );
    }
    if COMMON.binary_search(&plain.as_str()).is_ok() {
        return Err(
            "Many people use this password, so it is tried first. Choose another, like a sentence.".into()
        );
    }
    Ok(())
}

/// Reads a password to be from a form; what is wrong with it is said beside the field.
pub fn read(typed: &mut Typed, field: &str, email: &str) -> String {
    let password = typed.value(field).to_string();
    if let Err(sentence) = judge(&password, email) {
        typed.fail(field, sentence);
    }
    password
}

fn hasher() -> Result<Argon2<'static>, Failure> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| Failure::Broken(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Runs slow work away from the requests, a few at a time.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let _place = PLACES.acquire().await.map_err(|e| Failure::Broken(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Failure::Broken(e.to_string()))?
}

/// The hash to keep, with its salt and costs in it.
///
/// # Errors
/// [`Failure::Broken`] when the machine has no memory or no randomness.
pub async fn hash(password: String) -> Result<String, Failure> {
    apart(move || {
        let mut salt = [0u8; 16];
        store::db::fill(&mut salt);
        let hash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash: PasswordHash| hash.to_string()).map_err(|e| Failure::Broken(e.to_string()))
    })
    .await
}

/// Compares with a kept hash. Without one it works just as long, and answers false.
///
/// # Errors
/// [`Failure::Broken`] when the machine has no memory.
pub async fn verify(password: String, kept: Option<String>) -> Result<bool, Failure> {
    apart(move || {
        let hasher = hasher()?;
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODYS.to_string());
        let Ok(kept) = PasswordHash::new(&kept) else { return Ok(false) };
        Ok(hasher.verify_password(password.as_bytes(), &kept).is_ok() && known)
    })
    .await
}

/// Hash of a random password that nobody knows, with the same costs as everybody's.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$2Ru0qHUgD2Wv3nT5kXyZaA$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused_in_words() {
        let email = "ruth.calloway@example.com";
        for weak in
            ["short", "Password1", "qwertyuiop", "aaaaaaaaaa", "ruth.calloway", "Ruth.Calloway@example.com"]
        {
            assert!(judge(weak, email).is_err(), "{weak}");
        }
        assert!(judge(&"x1".repeat(200), email).is_err());
        assert!(judge("the boiler hums at night", email).is_ok());
    }

    #[tokio::test]
    async fn a_hash_opens_with_its_password_only() {
        let kept = hash("the boiler hums".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("the boiler hums".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify("the boiler".into(), Some(kept)).await.unwrap());
        assert!(!verify("anything".into(), Some("nonsense".into())).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_takes_as_long_as_somebody() {
        let (ours, nobodys) = (hash("the boiler hums".into()).await.unwrap(), NOBODYS);
        let costs = |phc: &str| phc.split('$').take(4).map(str::to_string).collect::<Vec<_>>();
        assert_eq!(costs(&ours), costs(nobodys), "the same work");
        assert!(PasswordHash::new(nobodys).is_ok());
        assert!(!verify("x".into(), None).await.unwrap());
    }
}
