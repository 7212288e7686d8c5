//! Guessing is slow: after ten failures of a network or for an address, each further try waits longer. Nobody is locked
//! out by strangers: whoever knows the password gets in, a few seconds later while somebody else is guessing.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use domain::Viewer;
use store::people;

use super::secrets::key;
use crate::kernel::{Failure, House};

/// Failures that cost nothing, within the last quarter of an hour or two.
const FREE: i32 = 10;
/// Longest wait, in seconds.
const WAIT_S_MAX: u64 = 8;
/// Tries of one network that may wait at once; more are sent away.
const WAITING_MAX: usize = 5;

static WAITING: LazyLock<Mutex<HashMap<IpAddr, usize>>> = LazyLock::new(Mutex::default);

/// One try, counted until it turns out well.
pub struct Try {
    keys: [[u8; 32]; 2],
}

/// Counts a try to be somebody and waits as long as the failures before it ask for.
///
/// # Errors
/// [`Failure::Bad`] when this network waits with too many tries already.
pub async fn count(house: &House, network: IpAddr, about: &str) -> Result<Try, Failure> {
    let keys = [key("network", &group(network)), key("address", about)];
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let mut most = 0;
    for key in &keys {
        most = most.max(people::count_try(&mut tx, key).await?);
    }
    tx.commit().await?;
    let wait = wait(most);
    if !wait.is_zero() {
        let _place = Place::take(network)?;
        tokio::time::sleep(wait).await;
    }
    Ok(Try { keys })
}

impl Try {
    /// It turned out well, and does not count.
    ///
    /// # Errors
    /// [`Failure::Broken`] when the database does not answer.
    pub async fn succeeded(self, tx: &mut store::Tx) -> Result<(), Failure> {
        for key in &self.keys {
            people::forgive_try(tx, key).await?;
        }
        Ok(())
    }
}

/// Nothing for the first ten, then 1, 2, 4 and at most 8 seconds.
fn wait(tries: i32) -> Duration {
    match u32::try_from(tries - FREE) {
        Ok(over @ 1..) => Duration::from_secs(WAIT_S_MAX.min(1 << (over - 1).min(10))),
        _ => Duration::ZERO,
    }
}

/// A household or office with IPv6 has a whole /64 to itself.
fn group(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{:x?}", &v6.segments()[..4]),
    }
}

/// A place in the queue of a network, free again when dropped, also when the caller hangs up.
struct Place(IpAddr);

impl Place {
    fn take(network: IpAddr) -> Result<Place, Failure> {
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.entry(network).or_default();
        if *count >= WAITING_MAX {
            return Err(Failure::Bad(
                "Too many tries from your network wait already. Wait a minute and try again.".into(),
            ));
        }
        *count += 1;
        Ok(Place(network))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = waiting.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                waiting.remove(&self.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_failures_are_free_and_then_it_gets_slow() {
        let seconds: Vec<u64> = (0..=16).map(|n| wait(n).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 8, 8]);
    }

    #[test]
    fn one_network_waits_with_five() {
        let network: IpAddr = "192.0.2.7".parse().unwrap();
        let places: Vec<_> = (0..5).map(|_| Place::take(network).unwrap()).collect();
        assert!(Place::take(network).is_err());
        assert!(Place::take("192.0.2.8".parse().unwrap()).is_ok(), "another network is not bothered");
        drop(places);
        assert!(Place::take(network).is_ok());
    }

    #[test]
    fn a_household_is_one_network() {
        let group = |text: &str| group(text.parse().unwrap());
        assert_eq!(group("2001:db8:1:2::1"), group("2001:db8:1:2:ffff::9"));
        assert_ne!(group("2001:db8:1:2::1"), group("2001:db8:1:3::1"));
        assert_eq!(group("::ffff:192.0.2.1"), group("192.0.2.1"));
    }
}
