//! Texts as American banks write them, and the names people would read out of them.

use proptest::prelude::*;

use super::*;

#[test]
fn names_come_out_of_bank_texts() {
    for (text, name) in [
        ("CHECKCARD 0612 JOE'S DINER #1597 OMAHA NE", "JOES DINER"),
        ("PURCHASE AUTHORIZED ON 03/02 BLUE HERON CAFE  BOISE ID S304061234 CARD 9921", "BLUE HERON CAFE"),
        ("SQ *MAPLE & OAK PAINTING", "MAPLE OAK PAINTING"),
        ("TST* Casa Verde 00012 Santa Rosa CA", "CASA VERDE"),
        ("PAYPAL *FIXTURES4U 4029357733 CA", "FIXTURES4U"),
        ("AMZN Mktp US*2H4JK0PW3 Amzn.com/bill WA", "AMZN MKTP US AMZN COM BILL"),
        ("POS DEBIT VISA 4124 GARDEN DEPOT 48149286 TULSA OK", "GARDEN DEPOT"),
        (
            "NORTHERN POWER DES:BILL PYMT ID:000123 INDN:RUTH CALLOWAY CO ID:1234567890 PPD",
            "NORTHERN POWER BILL PYMT",
        ),
        (
            "ORIG CO NAME:LAKE GAS ORIG ID:9001 DESC DATE:240101 CO ENTRY DESCR:PAYMENT SEC:PPD TRACE#:02 IND NAME:RUTH C",
            "LAKE GAS PAYMENT",
        ),
        ("ONLINE TRANSFER TO SAV ...4417", "ONLINE TRANSFER TO SAV"),
        (
            "Zelle payment from MARIA LOPEZ rent unit 2 Conf# a8xk29",
            "ZELLE PAYMENT FROM MARIA LOPEZ RENT UNIT 2",
        ),
        ("RENT APR", "RENT"),
        ("84 LUMBER 0223", "84 LUMBER"),
        ("CITY OF TEMPE WATER UTIL", "CITY OF TEMPE WATER UTIL"),
        ("SMITH ROOFING CO", "SMITH ROOFING CO"),
        ("7-ELEVEN 35512", "7 ELEVEN"),
        ("CHECK 1043", "CHECK"),
        ("ACH DEBIT 0612", "ACH DEBIT"),
        ("Café São Jorge", "CAFÉ SÃO JORGE"),
        ("1043", "1043"),
        ("***", ""),
    ] {
        assert_eq!(normalize(text), name, "{text}");
    }
}

#[test]
fn the_same_shop_has_one_name_however_it_was_paid() {
    let ways = [
        "ACE HARDWARE 3391",
        "POS DEBIT VISA 4124 ACE HARDWARE 3391 #8678",
        "DBT CRD 1432 Ace Hardware 3391 Mesa AZ",
    ];
    for way in ways {
        assert_eq!(normalize(way), "ACE HARDWARE");
    }
}

proptest! {
    #[test]
    fn twice_is_once_and_nothing_is_lost_entirely(text in "[A-Za-z0-9 #*:/.'-]{0,60}") {
        let once = normalize(&text);
        prop_assert_eq!(normalize(&once), once.clone());
        prop_assert_eq!(once.is_empty(), !text.chars().any(char::is_alphanumeric));
        prop_assert!(!once.contains("  ") && once.trim() == once);
    }

    #[test]
    fn any_bytes_are_survived(text in "\\PC{0,300}") {
        normalize(&text);
    }
}
