//! How alike two merchant texts are, in percent, by the groups of three letters they share.

/// From 0 (nothing in common) to 100 (the same). Symmetric. A text that the bank cut short counts as nearly the same.
pub fn likeness(a: &str, b: &str) -> u32 {
    if a == b {
        return 100;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0;
    }
    // Statement lines are cut to fixed widths; four letters are too few to recognise anybody by.
    if short.len() >= 5 && long.starts_with(short) {
        return 90;
    }
    let (x, y) = (trigrams(a), trigrams(b));
    let shared = common(&x, &y);
    let all = x.len() + y.len();
    u32::try_from(200 * shared / all.max(1)).unwrap_or(0)
}

/// Sorted groups of three of the words, each padded with two blanks before and one behind.
fn trigrams(text: &str) -> Vec<[char; 3]> {
    let mut found = Vec::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        let mut window = [' ', ' ', ' '];
        for c in word.chars().chain([' ']) {
            window = [window[1], window[2], c];
            found.push(window);
        }
    }
    found.sort_unstable();
    found
}

/// Size of the common part of two sorted lists.
fn common(x: &[[char; 3]], y: &[[char; 3]]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(a), Some(b)) = (x.get(i), y.get(j)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cut_and_reordered_names_are_alike_and_strangers_are_not() {
        assert_eq!(likeness("APS ELECTRIC PMT", "APS ELECTRIC PMT"), 100);
        assert_eq!(likeness("SHERWIN WILLI", "SHERWIN WILLIAMS"), 90);
        assert!(likeness("CENTER STREET CAFE", "CAFE CENTER STREET") >= 90);
        assert!(likeness("HOME DEPOT", "OLIVE GARDEN") < 20);
        assert_eq!(likeness("", "HOME DEPOT"), 0);
    }

    proptest! {
        #[test]
        fn it_is_symmetric_and_bounded(a in "[A-D ]{0,20}", b in "[A-D ]{0,20}") {
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
            prop_assert!(likeness(&a, &b) <= 100);
        }
    }
}
