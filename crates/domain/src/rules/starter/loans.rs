//! Debts. A mortgage payment is interest, principal and escrow in one: it is offered as one to be split, never as interest, and
//! never so surely that it is accepted with many others: booked whole it deducts nothing.

use super::{Entry, Way::*, firm, purpose, trade};

pub(super) const ENTRIES: &[Entry] = &[
    firm(
        "mortgage",
        86,
        "collects mortgage payments; split it into interest, principal and escrow",
        "ROCKET MORTGAGE, ROCKET MTG, QUICKEN LOANS, MR COOPER, NATIONSTAR, NATIONSTAR MORTGAGE, \
         PENNYMAC, PENNY MAC, FREEDOM MORTGAGE, LOANCARE, LOAN CARE, FLAGSTAR, UNITED WHOLESALE, UWM, \
         CALIBER HOME LOANS, NEWREZ, SHELLPOINT, CARRINGTON MORTGAGE, SELECT PORTFOLIO, SPS LOAN, PHH \
         MORTGAGE, OCWEN, ONITY, LAKEVIEW LOAN, LAKEVIEW, DOVENMUEHLE, CENLAR, GUILD MORTGAGE, \
         CROSSCOUNTRY, AMERIHOME, LOANDEPOT, LOAN DEPOT, FAIRWAY INDEPENDENT, MOVEMENT MORTGAGE, \
         HOMEPOINT, ROUNDPOINT, RUSHMORE LOAN, RUSHMORE SERVICING, SPECIALIZED LOAN, FAY SERVICING, \
         BSI FINANCIAL, MIDLAND MORTGAGE, ARVEST MORTGAGE, PLANET HOME LENDING, BETTER MORTGAGE, \
         VETERANS UNITED, KIAVI, LIMA ONE, VISIO LENDING, ANGEL OAK, TRUIST MORTGAGE, GRIFFIN FUNDING, \
         COREVEST, A D MORTGAGE, PRIMELENDING, CMG MORTGAGE, EVERHOME MORTGAGE, SERVICEMAC, SERVBANK, \
         VALON MORTGAGE, FCI LENDER, GREEN TREE, DITECH",
    ),
    purpose(
        "mortgage",
        86,
        Out,
        "is a mortgage payment; split it into interest, principal and escrow",
        "MORTGAGE, MORTGAGE PMT, MORTGAGE PAYMENT, HOME MTG, MTG PMT, MTG PAYMENT, MTG, MTGE, MORTG, \
         HOME LOAN, HOME LOANS, HOME LENDING, HOME MORTGAGE, MORTGAGE SERV, MORTGAGE SERVICING, \
         MORTGAGE LOAN, REAL ESTATE LOAN, CHASE MORTGAGE, WF HOME MTG, HOME FINANCE, LOAN SERVICING, \
         MORTGAGE LLC, DSCR LOAN, MTG AUTO PAY, MTG PYMTS, HOUSE PAYMENT",
    )
    .way(OnlyOut),
    trade(
        "mortgage",
        64,
        "pays a loan; if it is on the house, split it into interest and principal",
        "LOAN PMT, LOAN PAYMENT, LOAN PYMT, LOAN AUTOPAY, LENDING, LOAN",
    )
    .way(OnlyOut),
    purpose(
        "other-interest",
        88,
        Out,
        "is interest on other debt",
        "HELOC INTEREST, HELOC INT, LINE OF CREDIT INTEREST, LOC INTEREST, INTEREST ON LINE, LOAN \
         INTEREST, CREDIT LINE INTEREST, LOC INT, PRIVATE LOAN INTEREST, HARD MONEY INTEREST, NOTE \
         INTEREST, INTEREST ONLY PMT, LINE OF CREDIT INT, EQUITY LINE INTEREST",
    )
    .way(OnlyOut),
    purpose(
        "other-interest",
        66,
        Out,
        "may be interest on other debt, or a repayment",
        "HELOC, HELOC PMT, HELOC PAYMENT, EQUITY LINE, HOME EQUITY, LINE OF CREDIT, HARD MONEY, \
         INTEREST CHARGE, INTEREST CHARGED, FINANCE CHARGE, INTEREST CHARGE ON PURCHASES",
    )
    .way(OnlyOut),
    purpose(
        "mortgage-interest",
        90,
        Out,
        "is interest on the mortgage",
        "MORTGAGE INTEREST, MTG INTEREST, MORTGAGE INT",
    )
    .way(OnlyOut),
    purpose(
        "principal",
        90,
        Out,
        "pays down a loan",
        "PRINCIPAL PAYMENT, PRINCIPAL ONLY, ADDITIONAL PRINCIPAL, EXTRA PRINCIPAL, PRINCIPAL PMT, \
         PRINCIPAL CURTAILMENT",
    )
    .way(OnlyOut),
];
