//! What homes earn: rents received (line 3) and what comes with them.

use super::{Entry, Way::*, firm, purpose, shop, trade};

pub(super) const ENTRIES: &[Entry] = &[
    purpose(
        "rent",
        92,
        In,
        "says that it is rent",
        "RENT, RENTS, RENT PAYMENT, RENT PMT, RENT PAYOUT, RENTAL INCOME, MONTHLY RENT, RENTAL \
         PAYMENT, RENT DEPOSIT, PET RENT, RENT SHARE, RENT CHECK, HALF RENT, RENT APT, RENT UNIT, \
         LEASE PAYMENT, TENANT PAYMENT, TENANT PMT, RENT PAYMENTS, TENANT RENT, PARTIAL RENT, RENT \
         BALANCE, BACK RENT, PRORATED RENT, FIRST MONTH RENT, LAST MONTH RENT, ROOM RENT",
    )
    .way(OnlyIn),
    purpose(
        "rent",
        62,
        In,
        "came back: a payment that was already counted",
        "RETURNED DEPOSIT ITEM, DEPOSITED ITEM RETURNED, RETURNED CHECK, RETURNED ITEM, RETURN RENT, \
         RENT RETURNED, CHARGEBACK, ACH RETURN, NSF CHECK, RETURNED RENT, DEPOSIT RETURNED ITEM",
    )
    .way(Both),
    shop(
        "rent",
        50,
        "was paid in; probably rent, but it does not say so",
        "MOBILE DEPOSIT, CHECK DEPOSIT, COUNTER DEPOSIT, REMOTE DEPOSIT, ATM CHECK DEPOSIT, ATM CASH \
         DEPOSIT, CASH DEPOSIT, BRANCH DEPOSIT, DEPOSIT, MOBILE CHECK DEPOSIT, ATM DEPOSIT, EDEPOSIT, \
         TELLER DEPOSIT, CUSTOMER DEPOSIT",
    )
    .way(OnlyIn),
    firm(
        "rent",
        88,
        "pays out rents that tenants paid through it",
        "AVAIL, RENTREDI, TURBOTENANT, TENANTCLOUD, COZY SERVICES, COZY CO, INNAGO, HEMLANE, CLICKPAY, \
         RENTCAFE, PAYLEASE, ZEGO, ERENTPAYMENT, ERENT, APPFOLIO, BUILDIUM, YARDI, RENTMOOLA, \
         PAYMENTUS RENT, APARTMENTS COM, ZILLOW RENTALS, ZILLOW RENT, RENTTRACK, BALTIC RENT, \
         BASELANE, STESSA, RENTSPREE, DOORLOOP, PROPERTYWARE, RENT MANAGER, FLEX RENT, BILT RENT, BILT \
         REWARDS, RENTEC, SIMPLIFYEM, RESMAN, ENTRATA, REALPAGE, DOMUSO, JETTY RENT, LIVABLE, PAYRENT, \
         RENTPAY, TELLUS APP",
    )
    .way(OnlyIn),
    firm(
        "rent",
        88,
        "pays hosts for stays",
        "AIRBNB, AIRBNB PAYMENTS, VRBO, HOMEAWAY, BOOKING COM, FURNISHED FINDER, EVOLVE VACATION, \
         VACASA, EXPEDIA VRBO, SONDER",
    )
    .way(OnlyIn),
    purpose(
        "rent",
        88,
        In,
        "is the public share of a tenant's rent",
        "HOUSING AUTHORITY, HOUSING AUTH, HAP PAYMENT, HAP PMT, SECTION 8, HOUSING ASSISTANCE, HOUSING \
         CHOICE, RENTAL ASSISTANCE, HUD HAP, HUD TREAS, RENT ASSISTANCE, RENT RELIEF, ERAP",
    )
    .way(OnlyIn),
    purpose(
        "rent",
        74,
        In,
        "is a tenant's fee, which counts as rent received",
        "APPLICATION FEE, APP FEE, RENTAL APPLICATION, MOVE IN FEE, PET FEE, LEASE BREAK FEE, EARLY \
         TERMINATION FEE, LEASE BUYOUT, MTM FEE",
    )
    .way(OnlyIn),
    purpose(
        "late-fee",
        90,
        In,
        "is a fee for paying late",
        "LATE FEE, LATE FEES, LATE CHARGE, LATE RENT FEE, RENT LATE FEE, LATE FEE PMT, LATE RENT \
         CHARGE",
    )
    .way(OnlyIn),
    purpose(
        "laundry",
        90,
        In,
        "is what machines and places in the house take in",
        "LAUNDRY, COIN LAUNDRY, LAUNDRY INCOME, COIN OP, LAUNDRY COINS, PARKING INCOME, PARKING RENT, \
         GARAGE RENT, STORAGE RENT, VENDING, VENDING INCOME, PARKING SPACE, WASHER DRYER COINS, \
         LAUNDRY COMMISSION",
    )
    .way(OnlyIn),
    firm(
        "laundry",
        86,
        "shares what its washing machines take in",
        "CSC SERVICEWORKS, CSCSW, WASH LAUNDRY, WASH MULTIFAMILY, COINMACH, MAC GRAY, HERCULES \
         LAUNDRY, AUTOMATIC LAUNDRY",
    )
    .way(OnlyIn),
    purpose(
        "reimbursement",
        88,
        In,
        "is a tenant's share of a bill",
        "ELECTRIC SHARE, UTILITY SHARE, UTILITIES SHARE, WATER SHARE, GAS SHARE, INTERNET SHARE, WIFI \
         SHARE, POWER SHARE, TRASH SHARE, SHARE OF UTILITIES, SHARE OF ELECTRIC, UTILITY \
         REIMBURSEMENT, UTILITIES REIMBURSEMENT, WATER REIMBURSEMENT, UTIL REIMB, UTILITY REIMB, \
         UTILITY PAYBACK, RUBS, UTILITIES, UTILITY BILL, ELECTRIC BILL, WATER BILL, GAS BILL, INTERNET \
         BILL, POWER BILL, HALF ELECTRIC, HALF UTILITIES, HALF WATER, HALF GAS, HALF INTERNET, SHARED \
         UTILITIES, ELEC SHARE, ELEC BILL, HYDRO SHARE, SEWER SHARE",
    )
    .way(OnlyIn),
    purpose(
        "other-income",
        76,
        In,
        "is a claim paid out; book it against the repair it pays for",
        "INSURANCE CLAIM, CLAIM PAYMENT, CLAIM PMT, CLAIMS PAYMENT, INS CLAIM, CLAIM SETTLEMENT, CLAIM \
         PAYOUT, CLAIMS",
    )
    .way(OnlyIn),
    trade("rent", 72, "sounds like a tenant", "TENANT, LEASE, LESSEE, RENTER").way(OnlyIn),
];
