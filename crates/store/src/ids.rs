//! Many ids at once, in order: rows that arrive together lie together, so that an index grows at its end.

use uuid::Uuid;

use crate::Tx;
use crate::db::fill;

/// So many ids (uuid v7), ascending, made from the transaction's moment. Between the moment and 42 random bits stands a
/// counter of 32 bits, as RFC 9562 (6.2, method 1) allows.
pub(crate) fn ascending(tx: &Tx, count: usize) -> Vec<Uuid> {
    let millis = u64::try_from(tx.now().timestamp_millis()).unwrap_or_default();
    let mut random = vec![0u8; count * 6];
    fill(&mut random);
    let made = random.chunks_exact(6).zip(0u32..).map(|(random, at)| {
        let mut tail = [0u8; 10];
        // 12 bits of the counter before the variant, 20 behind it; the builder sets version and variant in between.
        tail[..2].copy_from_slice(&u16::try_from(at >> 20).unwrap_or(u16::MAX).to_be_bytes());
        let low = ((u64::from(at) & 0x000f_ffff) << 42) | (as_number(random) & 0x03ff_ffff_ffff);
        tail[2..].copy_from_slice(&low.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    });
    made.collect()
}

fn as_number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
