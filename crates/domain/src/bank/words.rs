//! Words that banks and card networks put around a merchant's name. They say how money moved, never for what.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Phrases at the beginning; the longest that fits goes first, and again until none fits.
const FRONT: &str = "RECURRING PAYMENT AUTHORIZED ON, RECURRING CARD PURCHASE, RECURRING DEBIT CARD, RECURRING DEBIT, \
     RECURRING PAYMENT, RECURRING, PURCHASE AUTHORIZED ON, PURCHASE RETURN AUTHORIZED ON, PURCHASE WITH \
     CASH BACK, PURCHASE RETURN, PURCHASE, NON WF ATM, POINT OF SALE WITHDRAWAL, POINT OF SALE DEBIT, \
     POINT OF SALE, POINT OF PURCHASE, POS DEBIT VISA, POS DEBIT, POS PURCHASE, POS WITHDRAWAL, POS \
     SIGNATURE, POS, VISA CHECK CARD, VISA DDA PUR AP, VISA DDA PUR, VISA PURCHASE, VISA DEBIT, VISA, \
     MASTERCARD DEBIT, MASTERCARD PURCHASE, DDA PURCHASE, DDA PUR, DDA DEBIT, CHECKCARD PURCHASE, \
     CHECKCARD, CHECK CARD PURCHASE, CHECK CRD PURCHASE, CHECK CARD, CHECK CRD, CHK CARD, CKCD DEBIT, \
     CKCD, DEBIT CARD PURCHASE, DEBIT CARD PAYMENT, DEBIT CARD DEBIT, DEBIT CARD, DEBIT CRD, DEBIT \
     PURCHASE, DEBIT PIN, DEBIT SIGNATURE, DEBIT, DBT CARD, DBT CRD, DBT PURCHASE, CARD PURCHASE, PIN \
     PURCHASE, SIGNATURE PURCHASE, PREAUTHORIZED ACH DEBIT, PREAUTHORIZED DEBIT, PREAUTHORIZED CREDIT, \
     PREAUTHORIZED WITHDRAWAL, PREAUTH DEBIT, AUTOMATED DEBIT, AUTOMATIC DEBIT, ELECTRONIC ACH DEBIT, \
     ELECTRONIC WITHDRAWAL, ELECTRONIC DEPOSIT, ELECTRONIC PAYMENT, ELECTRONIC PMT, EXTERNAL WITHDRAWAL, \
     EXTERNAL DEPOSIT, ACH ELECTRONIC DEBIT, ACH ELECTRONIC CREDIT, ACH HOLD, ACH DEBIT, ACH CREDIT, ACH \
     PAYMENT, ACH WITHDRAWAL, ACH DEPOSIT, ACH TRAN, ACH, WITHDRAWAL ACH, WITHDRAWAL DEBIT, WITHDRAWAL \
     POS, WITHDRAWAL, DEPOSIT ACH, DIRECT DEBIT, BILL PAYMENT, BILL PAY, BILLPAY, ONLINE BILL PAYMENT TO, \
     ONLINE PAYMENT TO, BUSINESS TO BUSINESS ACH DEBIT, PENDING, ORIG CO NAME, WWW, HTTPS";

/// Payment processors that stand before a star: `SQ *`, `TST* `, `PAYPAL *`.
pub(super) const PROCESSORS: &[&str] = &[
    "SQ", "GOSQ", "TST", "SP", "PY", "PP", "PAYPAL", "CKE", "FSP", "IN", "DD", "EB", "WPY", "BT", "STRIPE",
    "ZSK", "CHR", "LS", "SQU", "INT", "WIX", "GLF", "OLO", "PAR", "SMK", "RTL", "CLOVER", "CLV", "TOAST",
    "SHOPPAY", "FS", "AFP", "SPO",
];

/// Words at the end that belong to the transport.
pub(super) const BACK: &[&str] = &[
    "CARD",
    "CRD",
    "REF",
    "REFERENCE",
    "CONF",
    "CONFIRMATION",
    "PPD",
    "CCD",
    "WEB",
    "TEL",
    "CTX",
    "ID",
    "TRACE",
    "AUTH",
    "SEQ",
    "TRN",
    "NO",
    "NUMBER",
    "NBR",
    "USA",
    "US",
    "ON",
    "DATE",
    "XX",
    "XXX",
    "EFFECTIVE",
];

/// Months at the end: rent for April and rent for May come from the same payer.
pub(super) const MONTHS: &[&str] = &[
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "SEPT",
    "OCT",
    "NOV",
    "DEC",
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// Words after which a short number belongs to the name: a unit, not a store.
pub(super) const PLACES: &[&str] = &[
    "UNIT",
    "APT",
    "APARTMENT",
    "SUITE",
    "STE",
    "LOT",
    "BLDG",
    "BUILDING",
    "FLOOR",
    "FL",
    "ROOM",
    "RM",
    "HOUSE",
    "UNITS",
    "SECTION",
    "CENTURY",
    "MOTEL",
    "PHILLIPS",
];

/// Labels of ACH descriptions with a colon. What follows is a number or a date and goes.
pub(super) const LABELS_OF_NUMBERS: &[&str] = &[
    "ID",
    "PPD ID",
    "WEB ID",
    "REF",
    "CONF",
    "TRN",
    "TRACE",
    "TRACE#",
    "EED",
    "SEC",
    "DATE",
    "CONF#",
    "REF#",
    "CONFIRMATION#",
    "EFF",
    "TRACKING",
    "AUTH",
    "SEQ",
    "TIME",
    "SN",
    "IID",
];

/// Labels that stand before words worth keeping.
pub(super) const LABELS_OF_WORDS: &[&str] =
    &["NAME", "DES", "DESCR", "MEMO", "DESC", "NOTE", "FROM", "TO", "MSG"];

/// Labels that stand before the account holder's own name: everything up to the next label goes.
pub(super) const LABELS_OF_SELF: &[&str] = &["INDN", "INDNAME", "CUSTOMER", "BENE", "BNF"];

/// States and territories after which nothing of the name comes.
pub(super) const STATES: &[&str] = &[
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV",
    "WY",
];

/// States whose letters are also a word or "company" in a name; they go only together with a known city.
pub(super) const DOUBTFUL_STATES: &[&str] =
    &["AL", "CO", "DE", "HI", "ID", "IN", "LA", "MA", "ME", "MS", "MT", "OH", "OK", "OR", "PA"];

/// Large cities. They go only before a state, so that "CITY OF TEMPE WATER" keeps its name.
const CITIES: &str = "ABILENE, AKRON, ALBANY, ALBUQUERQUE, ALEXANDRIA, ALLENTOWN, AMARILLO, ANAHEIM, ANCHORAGE, ANN ARBOR, \
     ARLINGTON, ASHEVILLE, ATHENS, ATLANTA, AUGUSTA, AURORA, AUSTIN, BAKERSFIELD, BALTIMORE, BATON ROUGE, \
     BEAUMONT, BELLEVUE, BENTONVILLE, BERKELEY, BETHESDA, BILLINGS, BIRMINGHAM, BLOOMINGTON, BOISE, \
     BOSTON, BOULDER, BRIDGEPORT, BROOKLYN, BUFFALO, BURBANK, BURLINGTON, CAMBRIDGE, CARLSBAD, CARY, \
     CEDAR RAPIDS, CHANDLER, CHARLESTON, CHARLOTTE, CHATTANOOGA, CHESAPEAKE, CHICAGO, CHULA VISTA, \
     CINCINNATI, CLARKSVILLE, CLEARWATER, CLEVELAND, COLORADO SPRINGS, COLUMBIA, COLUMBUS, CONCORD, CORAL \
     SPRINGS, CORPUS CHRISTI, CUPERTINO, DALLAS, DAVENPORT, DAYTON, DENTON, DENVER, DES MOINES, DETROIT, \
     DURHAM, EL PASO, ELGIN, ELIZABETH, ESCONDIDO, EUGENE, EVANSVILLE, EVERETT, FARGO, FAYETTEVILLE, \
     FLINT, FORT COLLINS, FORT LAUDERDALE, FORT WAYNE, FORT WORTH, FREMONT, FRESNO, FRISCO, FULLERTON, \
     GAINESVILLE, GARLAND, GILBERT, GLENDALE, GRAND PRAIRIE, GRAND RAPIDS, GREEN BAY, GREENSBORO, \
     GREENVILLE, HAMPTON, HARTFORD, HAYWARD, HENDERSON, HIALEAH, HIGH POINT, HOLLYWOOD, HONOLULU, \
     HOUSTON, HUNTINGTON BEACH, HUNTSVILLE, INDIANAPOLIS, IRVINE, IRVING, JACKSON, JACKSONVILLE, JERSEY \
     CITY, JOLIET, KANSAS CITY, KATY, KENT, KILLEEN, KNOXVILLE, LAFAYETTE, LAKELAND, LAKEWOOD, LANCASTER, \
     LANSING, LAREDO, LAS VEGAS, LEXINGTON, LINCOLN, LITTLE ROCK, LONG BEACH, LOS ANGELES, LOUISVILLE, \
     LUBBOCK, MACON, MADISON, MANCHESTER, MEMPHIS, MENLO PARK, MESA, MESQUITE, MIAMI, MIDLAND, MILWAUKEE, \
     MINNEAPOLIS, MOBILE, MODESTO, MONTGOMERY, MOUNTAIN VIEW, MURFREESBORO, NAPERVILLE, NASHVILLE, NEW \
     HAVEN, NEW ORLEANS, NEW YORK, NEWARK, NEWPORT NEWS, NORFOLK, NORMAN, NORTH LAS VEGAS, OAKLAND, \
     OCEANSIDE, OKLAHOMA CITY, OLYMPIA, OMAHA, ONTARIO, ORANGE, ORLANDO, OVERLAND PARK, OXNARD, PALM BAY, \
     PALMDALE, PALO ALTO, PASADENA, PATERSON, PEORIA, PHILADELPHIA, PHOENIX, PITTSBURGH, PLANO, PORTLAND, \
     PROVIDENCE, PROVO, RALEIGH, RANCHO CUCAMONGA, REDMOND, RENO, RENTON, RICHARDSON, RICHMOND, \
     RIVERSIDE, ROANOKE, ROCHESTER, ROCKFORD, ROSEVILLE, ROUND ROCK, SACRAMENTO, SAINT LOUIS, SAINT PAUL, \
     SALEM, SALINAS, SALT LAKE CITY, SAN ANTONIO, SAN DIEGO, SAN FRANCISCO, SAN JOSE, SAN MATEO, SANTA \
     ANA, SANTA CLARA, SANTA CLARITA, SANTA MONICA, SANTA ROSA, SAVANNAH, SCOTTSDALE, SEATTLE, \
     SHREVEPORT, SIOUX FALLS, SOUTH BEND, SPOKANE, SPRING, SPRINGFIELD, ST LOUIS, ST PAUL, ST PETERSBURG, \
     STAMFORD, STOCKTON, SUGAR LAND, SUNNYVALE, SURPRISE, SYRACUSE, TACOMA, TALLAHASSEE, TAMPA, TEMPE, \
     THORNTON, TOLEDO, TOPEKA, TORRANCE, TUCSON, TULSA, TYLER, VANCOUVER, VENTURA, VIRGINIA BEACH, \
     VISALIA, WACO, WARREN, WASHINGTON, WATERBURY, WEST PALM BEACH, WESTMINSTER, WICHITA, WILMINGTON, \
     WINSTON SALEM, WORCESTER, YONKERS, YORK";

/// The front phrases that begin with a word, the longest first, each as its words.
pub(super) fn front_phrases(first: &str) -> &'static [Vec<&'static str>] {
    type Phrases = HashMap<&'static str, Vec<Vec<&'static str>>>;
    static BY_FIRST: LazyLock<Phrases> = LazyLock::new(|| {
        let mut map = Phrases::new();
        for phrase in FRONT.split(", ") {
            let words: Vec<_> = phrase.split(' ').collect();
            map.entry(words[0]).or_default().push(words);
        }
        for list in map.values_mut() {
            list.sort_by_key(|words| Reverse(words.len()));
        }
        map
    });
    BY_FIRST.get(first).map_or(&[], Vec::as_slice)
}

/// True for the name of a large city.
pub(super) fn is_city(name: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| CITIES.split(", ").collect());
    ALL.contains(name)
}
