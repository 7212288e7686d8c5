//! All files of a portfolio at once.

use domain::id::PortfolioId;
use futures::TryStreamExt;

use crate::kernel::{Shelf, Unshelved};

/// Drops everything that a portfolio keeps on the shelf: before its rows go, so that whoever is interrupted does it again.
///
/// # Errors
/// [`Unshelved::Away`] when something stays.
pub async fn drop_all(shelf: &Shelf, portfolio: PortfolioId) -> Result<(), Unshelved> {
    let mut lying = shelf.list(&portfolio.to_string());
    while let Some(one) = lying.try_next().await? {
        shelf.remove(&one.place).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[tokio::test]
    async fn nothing_of_it_stays_and_nothing_else_goes() {
        let shelf = Shelf::in_memory();
        let [ours, theirs] = [1, 2].map(|n| PortfolioId(Uuid::from_u128(n)));
        for portfolio in [ours, theirs] {
            for name in ["a", "a.small", "b"] {
                shelf.put(&format!("{portfolio}/{name}"), vec![7]).await.unwrap();
            }
        }
        drop_all(&shelf, ours).await.unwrap();
        assert!(shelf.list(&ours.to_string()).try_collect::<Vec<_>>().await.unwrap().is_empty());
        assert_eq!(shelf.list(&theirs.to_string()).try_collect::<Vec<_>>().await.unwrap().len(), 3);
    }
}
