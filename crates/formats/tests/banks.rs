//! Layouts of real banks with made-up rows: what each export means, read without a question.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{statement, summary};

/// Name, file, and "rows sum first last".
type Case = (&'static str, &'static str, &'static str);

const UNITED_STATES: &[Case] = &[
    (
        "chase checking",
        "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\nDEBIT,05/04/2026,\"WATER DEPT\",-60.10,ACH_DEBIT,939.90,,\nCREDIT,05/02/2026,\"Zelle payment from ANN\",900.00,QUICKPAY_CREDIT,1000.00,,\nCHECK,05/01/2026,CHECK 88,-10.00,CHECK_PAID, ,88,\n",
        "3 829.90 2026-05-01 2026-05-04",
    ),
    (
        "chase card",
        "Card,Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n1234,05/03/2026,05/04/2026,HARDWARE,Home,Sale,-12.50,\n1234,05/01/2026,05/02/2026,PAYMENT,,Payment,80.00,\n",
        "2 67.50 2026-05-02 2026-05-04",
    ),
    (
        "bank of america",
        "Description,,Summary Amt.\nBeginning balance as of 04/01/2026,,\"1,000.00\"\nTotal credits,,\"500.00\"\nTotal debits,,\"-42.00\"\nEnding balance as of 04/09/2026,,\"1,458.00\"\n\nDate,Description,Amount,Running Bal.\n04/01/2026,Beginning balance as of 04/01/2026,,\"1,000.00\"\n04/02/2026,\"Zelle from J TENANT\",\"500.00\",\"1,500.00\"\n04/09/2026,\"CITY POWER DES:BILL ID:1\",\"-42.00\",\"1,458.00\"\n",
        "2 458.00 2026-04-02 2026-04-09",
    ),
    (
        "bank of america card",
        "Posted Date,Reference Number,Payee,Address,Amount\n04/03/2026,24000001,\"LUMBER CO\",\"TUCSON AZ\",-20.00\n04/05/2026,24000002,\"PAYMENT - THANK YOU\",\"\",120.00\n",
        "2 100.00 2026-04-03 2026-04-05",
    ),
    (
        "wells fargo, no heading",
        "\"04/30/2026\",\"-45.10\",\"*\",\"\",\"PURCHASE AUTHORIZED ON 04/29 PAINT STORE\"\n\"04/28/2026\",\"1200.00\",\"*\",\"\",\"ZELLE FROM TENANT ON 04/28\"\n",
        "2 1154.90 2026-04-28 2026-04-30",
    ),
    (
        "citi",
        "Status,Date,Description,Debit,Credit\nCleared,04/15/2026,\"GROCER\nMESA AZ\",11.00,\nCleared,04/05/2026,\"ONLINE PAYMENT, THANK YOU\",,-300.00\n",
        "2 289.00 2026-04-05 2026-04-15",
    ),
    (
        "capital one card",
        "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n2026-04-02,2026-04-03,1111,PAINT,Merchandise,31.20,\n2026-04-04,2026-04-04,1111,CAPITAL ONE MOBILE PYMT,Payment/Credit,,500.00\n",
        "2 468.80 2026-04-03 2026-04-04",
    ),
    (
        "american express",
        "Date,Description,Card Member,Account #,Amount,Extended Details,Appears On Your Statement As,Address,City/State,Zip Code,Country,Reference,Category\n04/07/2026,HOME STORE,A B,-11111,45.00,\"x\ny\",HOME STORE,1 MAIN ST,MESA\nAZ,85201,UNITED STATES,'320',Merchandise\n04/02/2026,AUTOPAY PAYMENT - THANK YOU,A B,-11111,-700.00,,AUTOPAY,,,,,'321',\n",
        "2 655.00 2026-04-02 2026-04-07",
    ),
    (
        "american express, short",
        "Date,Description,Amount\n04/17/2026,HOME STORE,45.00\n04/12/2026,ONLINE PAYMENT - THANK YOU,-700.00\n04/11/2026,GAS,20.00\n",
        "3 635.00 2026-04-11 2026-04-17",
    ),
    (
        "discover",
        "Trans. Date,Post Date,Description,Amount,Category\n04/07/2026,04/08/2026,TILE SHOP,64.00,Home Improvement\n",
        "1 -64.00 2026-04-08 2026-04-08",
    ),
    (
        "apple card",
        "Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By\n04/07/2026,04/08/2026,\"GROCER\",\"Grocer\",\"Grocery\",\"Purchase\",\"30.00\",\"A\"\n04/01/2026,04/01/2026,\"ACH DEPOSIT INTERNET TRANSFER\",\"Ach Deposit\",\"Payment\",\"Payment\",\"-90.00\",\"A\"\n",
        "2 60.00 2026-04-01 2026-04-08",
    ),
    (
        "ally",
        "Date, Time, Amount, Type, Description\n2026-04-08, 05:10:11, -25.00, Withdrawal, WATER CO\n2026-04-02, 03:10:11, 900.00, Deposit, RENT\n",
        "2 875.00 2026-04-02 2026-04-08",
    ),
    (
        "schwab, with the old title and total",
        "\"Transactions  for Checking account XXXXXX-123456 as of 04/30/2026 11:27:22 PM ET\"\n\"Date\",\"Type\",\"Check #\",\"Description\",\"Withdrawal (-)\",\"Deposit (+)\",\"RunningBalance\"\n\"Pending Transactions\",\"\",\"\",\"\",\"\",\"\",\"\"\n\"Posted Transactions\",\"\",\"\",\"\",\"\",\"\",\"\"\n\"04/12/2026\",\"ACH\",\"\",\"GAS CO\",\"$57.27\",\"\",\"$1,036.47\"\n\"04/11/2026\",\"DEPOSIT\",\"\",\"Mobile Deposit\",\"\",\"$20.00\",\"$1,093.74\"\n",
        "2 -37.27 2026-04-11 2026-04-12",
    ),
    (
        "navy federal",
        "Posting Date,Transaction Date,Amount,Credit Debit Indicator,type,Type Group,Reference,Instructed Currency,Currency Exchange Rate,Instructed Amount,Description,Category,Check Serial Number,Card Ending\n04/09/2026,04/08/2026,15.00,Debit,Debit,,,,,,HARDWARE,Home,,1111\n04/02/2026,04/02/2026,800.00,Credit,ACH Credit,,,,,,RENT,Income,,\n",
        "2 785.00 2026-04-02 2026-04-09",
    ),
    (
        "us bank",
        "\"Date\",\"Transaction\",\"Name\",\"Memo\",\"Amount\"\n\"2026-04-09\",\"DEBIT\",\"GAS CO\",\"2400; 04900; ; ; ;\",\"-18.00\"\n\"2026-04-02\",\"CREDIT\",\"DEPOSIT\",\"\",\"700.00\"\n",
        "2 682.00 2026-04-02 2026-04-09",
    ),
    (
        "capital one 360",
        "Account Number,Transaction Description,Transaction Date,Transaction Type,Transaction Amount,Balance\n1111,\"Withdrawal from CITY WATER\",04/09/26,Debit,40,960\n1111,\"Deposit from RENT\",04/02/26,Credit,900,1000\n",
        "2 860 2026-04-02 2026-04-09",
    ),
    (
        "td bank",
        "Date,Bank RTN,Account Number,Transaction Type,Description,Debit,Credit,Check Number,Account Running Balance\n2026-04-09,011103093,1111111111,DEBIT,GAS CO,9.00,,,991.00\n2026-04-02,011103093,1111111111,CREDIT,RENT,,500.00,,1000.00\n",
        "2 491.00 2026-04-02 2026-04-09",
    ),
    (
        "usaa",
        "Date,Description,Original Description,Category,Amount,Status\n2026-04-09,\"Store\",\"STORE 1\",\"Shopping\",\"-9.00\",\"Posted\"\n2026-04-10,\"Gas\",\"GAS 1\",\"Auto\",\"-30.00\",\"Pending\"\n",
        "2 -39.00 2026-04-09 2026-04-10",
    ),
    (
        "credit union",
        "Account Number : 1111S0001\nAccount Name : SHARE\nDate Range : 04/01/2026-04/30/2026\nTransaction Number,Date,Description,Memo,Amount Debit,Amount Credit,Balance,Check Number,Fees\n\"20260409000000\",04/09/2026,\"Withdrawal\",\"GAS\",-9.00,,991.00,,\n\"20260402000000\",04/02/2026,\"Deposit\",\"RENT\",,500.00,1000.00,,\n",
        "2 491.00 2026-04-02 2026-04-09",
    ),
    (
        "mint",
        "\"Date\",\"Description\",\"Original Description\",\"Amount\",\"Transaction Type\",\"Category\",\"Account Name\",\"Labels\",\"Notes\"\n\"4/02/2026\",\"Store\",\"STORE\",\"29.99\",\"debit\",\"Shopping\",\"1\",\"\",\"\"\n\"4/01/2026\",\"Rent\",\"RENT\",\"900.00\",\"credit\",\"Income\",\"1\",\"\",\"\"\n",
        "2 870.01 2026-04-01 2026-04-02",
    ),
    (
        "venmo with frame",
        "Account Statement - (@owner) ,,,,,,,,,,,,,,,,,,,,,\nAccount Activity,,,,,,,,,,,,,,,,,,,,,\n,ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (tip),Amount (tax),Amount (fee),Tax Rate,Tax Exempt,Funding Source,Destination,Beginning Balance,Ending Balance,Statement Period Venmo Fees,Terminal Location,Year to Date Venmo Fees,Disclaimer\n,,,,,,,,,,,,,,,,$10.00,,,,,\n,3111,2026-04-02T10:11:12,Payment,Complete,April rent,Ann,Owner,+ $900.00,,0,,0,,,Venmo balance,,,,Venmo,,\n,3112,2026-04-05T10:11:12,Standard Transfer,Issued,,,,- $910.00,,0,,0,,,Bank,,,,Venmo,,\n,,,,,,,,,,,,,,,,,$0.00,$0.00,,$0.00,\"In case of errors\nor questions\ncall us\"\n",
        "2 -10.00 2026-04-02 2026-04-05",
    ),
    (
        "paypal",
        "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"To Email Address\",\"Transaction ID\",\"Balance\"\n\"04/02/2026\",\"10:00:00\",\"PDT\",\"Ann\",\"General Payment\",\"Completed\",\"USD\",\"100.00\",\"-3.20\",\"96.80\",\"a@x\",\"b@x\",\"A1\",\"96.80\"\n\"04/03/2026\",\"10:00:00\",\"PDT\",\"\",\"General Withdrawal\",\"Completed\",\"USD\",\"-96.80\",\"0.00\",\"-96.80\",\"\",\"\",\"A2\",\"0.00\"\n",
        "2 0.00 2026-04-02 2026-04-03",
    ),
    (
        "cash app",
        "Transaction ID,Date,Transaction Type,Currency,Amount,Fee,Net Amount,Asset Type,Asset Price,Asset Amount,Status,Notes,Name of sender/receiver,Account\nabc1,2026-04-02 13:22:11 EST,Received P2P,USD,$50.00,$0,$50.00,,,,COMPLETED,,Ann,\nabc2,2026-04-03 13:22:11 EST,Cash out,USD,-$50.00,-$0.75,-$50.75,,,,COMPLETED,,,\n",
        "2 -0.75 2026-04-02 2026-04-03",
    ),
];

const ELSEWHERE: &[Case] = &[
    (
        "deutsche bank",
        "Umsätze Girokonto;Zeitraum: 01.04.2026 - 30.04.2026\nLetzter Kontostand;;;;1.000,00;EUR\nVorgemerkte und noch nicht gebuchte Umsätze sind nicht Bestandteil dieser Übersicht.\nBuchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;BIC;Kundenreferenz;Mandatsreferenz;Gläubiger ID;Fremde Gebühren;Betrag;Abweichender Empfänger;Anzahl der Aufträge;Anzahl der Schecks;Soll;Haben;Währung\n02.04.2026;02.04.2026;SEPA-Überweisung;Mieter;Miete April;DE00;BANK;;;;;;;;;;950,00;EUR\n03.04.2026;03.04.2026;Lastschrift;Stadtwerke;Strom;DE01;BANK;;;;;;;;;-1.100,50;;EUR\nKontostand;03.04.2026;;;849,50;EUR\n",
        "2 -150.50 2026-04-02 2026-04-03",
    ),
    (
        "dkb",
        "\"Kontonummer:\";\"DE00 / Girokonto\";\n\n\"Von:\";\"01.04.2026\";\n\"Kontostand vom 30.04.2026:\";\"1.234,56 EUR\";\n\n\"Buchungstag\";\"Wertstellung\";\"Buchungstext\";\"Auftraggeber / Begünstigter\";\"Verwendungszweck\";\"Kontonummer\";\"BLZ\";\"Betrag (EUR)\";\"Gläubiger-ID\";\"Mandatsreferenz\";\"Kundenreferenz\";\n\"02.04.2026\";\"02.04.2026\";\"Lohn\";\"Firma\";\"Gehalt\";\"DE01\";\"BANK\";\"2.000,00\";\"\";\"\";\"\";\n\"03.04.2026\";\"03.04.2026\";\"Lastschrift\";\"Laden\";\"Einkauf\";\"DE02\";\"BANK\";\"-50,25\";\"\";\"\";\"\";\n",
        "2 1949.75 2026-04-02 2026-04-03",
    ),
    (
        "comdirect",
        ";\n\"Umsätze Girokonto\";\"Zeitraum: 30 Tage\";\n\"Neuer Kontostand\";\"900,00 EUR\";\n\n\"Buchungstag\";\"Wertstellung (Valuta)\";\"Vorgang\";\"Buchungstext\";\"Umsatz in EUR\";\n\"offen\";\"--\";\"Kartenverfügung\";\"Buchungstext: CAFE\";\"-4,00\";\n\"03.04.2026\";\"03.04.2026\";\"Lastschrift\";\"Empfänger: X Buchungstext: Y\";\"-50,25\";\n\n\"Alter Kontostand\";\"950,25 EUR\";\n",
        "1 -50.25 2026-04-03 2026-04-03",
    ),
    (
        "volksbank, sign in a column without heading",
        "Buchungstag;Valuta;Auftraggeber/Zahlungsempfänger;Empfänger/Zahlungspflichtiger;Konto-Nr.;IBAN;BLZ;BIC;Vorgang/Verwendungszweck;Kundenreferenz;Währung;Umsatz; \n02.04.2026;02.04.2026;A;B;;DE00;;X;Miete;;EUR;950,00;H\n03.04.2026;03.04.2026;A;C;;DE00;;X;Strom;;EUR;80,00;S\n\n03.04.2026;;;;;;;;;Anfangssaldo;EUR;100,00;H\n03.04.2026;;;;;;;;;Endsaldo;EUR;970,00;H\n",
        "2 870.00 2026-04-02 2026-04-03",
    ),
    (
        "ing netherlands",
        "\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Tegenrekening\",\"Code\",\"Af Bij\",\"Bedrag (EUR)\",\"MutatieSoort\",\"Mededelingen\"\n\"20260402\",\"HUURDER\",\"NL00INGB\",\"NL01\",\"OV\",\"Bij\",\"950,00\",\"Overschrijving\",\"huur\"\n\"20260403\",\"ENECO\",\"NL00INGB\",\"NL02\",\"IC\",\"Af\",\"80,10\",\"Incasso\",\"stroom\"\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "abn amro, no heading",
        "111111111\tEUR\t20260402\t100,00\t1050,00\t20260402\t950,00\tSEPA Overboeking HUURDER\n111111111\tEUR\t20260403\t1050,00\t969,90\t20260403\t-80,10\tSEPA Incasso ENECO\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "boursorama",
        "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;accountNum;accountLabel;accountbalance\n2026-04-02;2026-04-02;\"VIR LOYER\";\"Virements\";\"Virements\";;\"950,00\";;00040;BoursoBank;1234.56\n2026-04-03;2026-04-03;\"CARTE EDF\";\"Factures\";\"Logement\";edf;\"-80,10\";;00040;BoursoBank;1234.56\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "credit agricole",
        "Téléchargement du 30/04/2026;\n\nM. X\nCompte de Dépôt carte n° 000;\nSolde au 30/04/2026 1 000,00 €\n\nListe des opérations du compte entre le 01/04/2026 et le 30/04/2026;\n\nDate;Libellé;Débit euros;Crédit euros;\n02/04/2026;\"VIREMENT EN VOTRE FAVEUR\nLOYER\";;1 950,00;\n03/04/2026;\"PRELEVEMENT EDF\n\";80,10;;\n",
        "2 1869.90 2026-04-02 2026-04-03",
    ),
    (
        "spain",
        "Fecha operación;Fecha valor;Concepto;Importe;Saldo\n03/04/2026;03/04/2026;RECIBO LUZ;-80,10;1.869,90\n02/04/2026;02/04/2026;TRANSFERENCIA ALQUILER;950,00;1.950,00\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "italy",
        "Data contabile;Data valuta;Dare;Avere;Divisa;Descrizione\n02/04/2026;02/04/2026;;1.950,00;EUR;BONIFICO AFFITTO\n03/04/2026;03/04/2026;-80,10;;EUR;ADDEBITO LUCE\n",
        "2 1869.90 2026-04-02 2026-04-03",
    ),
    (
        "mbank poland",
        "mBank S.A. Bankowość Detaliczna;\nSkrytka Pocztowa 2108;\n\n#Klient;\nJAN KOWALSKI;\n\n#Za okres:;\n01.04.2026;30.04.2026;\n\n#Saldo początkowe;#Uznania;#Obciążenia;#Saldo końcowe;\n100,00 PLN;950,00 PLN;80,10 PLN;969,90 PLN;\n\n#Data operacji;#Data księgowania;#Opis operacji;#Tytuł;#Nadawca/Odbiorca;#Numer konta;#Kwota;#Saldo po operacji;\n2026-04-02;2026-04-02;PRZELEW;\"CZYNSZ\";\"NAJEMCA\";'11';950,00;1 050,00;\n2026-04-03;2026-04-03;ZLECENIE;\"PRĄD\";\"ENEA\";'12';-80,10;969,90;\n\n;;;;;;#Saldo końcowe;969,90 PLN;\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "swedbank",
        "* Transaktioner Period 2026-04-01 – 2026-04-30\nRadnummer,Clearingnummer,Kontonummer,Produkt,Valuta,Bokföringsdag,Transaktionsdag,Valutadag,Referens,Beskrivning,Belopp,Bokfört saldo\n1,8000,111,Konto,SEK,2026-04-03,2026-04-02,2026-04-03,x,\"Hyra\",950.00,1950.00\n2,8000,111,Konto,SEK,2026-04-04,2026-04-03,2026-04-04,x,\"El\",-80.10,1869.90\n",
        "2 869.90 2026-04-03 2026-04-04",
    ),
    (
        "nordea denmark",
        "Bogført;Tekst;Rentedato;Beløb;Saldo\n03-04-2026;El;03-04-2026;-80,10;869,90\n02-04-2026;Husleje;02-04-2026;950,00;950,00\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "monzo",
        "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In\ntx_1,02/04/2026,10:00:00,Faster payment,Ann,,Income,950.00,GBP,950.00,GBP,rent,,,rent,,,950.00\ntx_2,03/04/2026,11:00:00,Card payment,Shop,,Shopping,-8.10,GBP,-8.10,GBP,,,,SHOP,,-8.10,\n",
        "2 941.90 2026-04-02 2026-04-03",
    ),
    (
        "starling",
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n02/04/2026,Ann,rent,FASTER PAYMENT,950.00,1050.00,INCOME,\n03/04/2026,Shop,SHOP,CONTACTLESS,-8.10,1041.90,SHOPPING,\n",
        "2 941.90 2026-04-02 2026-04-03",
    ),
    (
        "revolut",
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\nTOPUP,Current,2026-04-02 10:00:00,2026-04-02 10:00:01,Top-Up,100.00,0.00,EUR,COMPLETED,100.00\nCARD_PAYMENT,Current,2026-04-02 11:00:00,2026-04-03 09:00:00,Shop,-8.10,0.00,EUR,COMPLETED,91.90\nCARD_PAYMENT,Current,2026-04-04 11:00:00,,Hotel,-50.00,0.00,EUR,REVERTED,\nATM,Current,2026-04-05 11:00:00,2026-04-05 11:00:00,Cash,-20.00,1.00,EUR,COMPLETED,70.90\nCARD_PAYMENT,Current,2026-04-06 11:00:00,,Cafe,-3.00,0.00,EUR,PENDING,\n",
        "4 67.90 2026-04-02 2026-04-06",
    ),
    (
        "wise",
        "\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\",\"Exchange From\",\"Exchange To\",\"Exchange Rate\",\"Payer Name\",\"Payee Name\"\nT-1,03-04-2026,-80.10,EUR,Sent,,869.90,,,,,\nT-2,02-04-2026,950.00,EUR,Received,,950.00,,,,Ann,\n",
        "2 869.90 2026-04-02 2026-04-03",
    ),
    (
        "royal bank of canada",
        "\"Account Type\",\"Account Number\",\"Transaction Date\",\"Cheque Number\",\"Description 1\",\"Description 2\",\"CAD$\",\"USD$\"\nChequing,01111-1111111,4/2/2026,,\"E-TRANSFER\",\"RENT\",950.00,,\nChequing,01111-1111111,4/23/2026,,\"HYDRO\",,-80.10,,\n",
        "2 869.90 2026-04-02 2026-04-23",
    ),
    (
        "ubs with apostrophes",
        "Buchungsdatum;Valutadatum;Beschreibung;Belastung;Gutschrift;Saldo CHF\n02.04.2026;02.04.2026;Miete;;1'950.00;2'050.00\n03.04.2026;03.04.2026;Strom;80.10;;1'969.90\n",
        "2 1869.90 2026-04-02 2026-04-03",
    ),
    (
        "india",
        "Txn Date,Value Date,Description,Ref No./Cheque No.,Debit,Credit,Balance\n2 Apr 2026,2 Apr 2026,BY TRANSFER RENT,x,,\"1,00,000.00\",\"1,50,000.00\"\n13 Apr 2026,13 Apr 2026,TO TRANSFER,x,\"5,000.00\",,\"1,45,000.00\"\n",
        "2 95000.00 2026-04-02 2026-04-13",
    ),
    (
        "australia, no heading, with balance",
        "23/04/2026,\"-80.10\",\"ORIGIN ENERGY\",\"+869.90\"\n22/04/2026,\"+950.00\",\"RENT\",\"+950.00\"\n",
        "2 869.90 2026-04-22 2026-04-23",
    ),
    (
        "british card, credits marked",
        "Date,Description,Amount\n14 Apr 2026,SHOP,£20.00\n15 Apr 2026,PAYMENT RECEIVED,£100.00 CR\n",
        "2 80.00 2026-04-14 2026-04-15",
    ),
];

fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(name, text, want)| {
            let got = std::panic::catch_unwind(|| summary(&statement(text)))
                .unwrap_or_else(|_| "no statement".into());
            (got != *want).then(|| format!("{name}: got {got}, want {want}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn banks_of_the_united_states() {
    check(UNITED_STATES);
}

#[test]
fn banks_elsewhere() {
    check(ELSEWHERE);
}

#[test]
fn code_pages() {
    let polish = "Data operacji;Opis operacji;Kwota\n2026-04-02;Sklep spo\u{17c}ywczy, \u{17c}ywno\u{15b}\u{107};-20,50\n";
    let bytes: Vec<u8> = polish
        .chars()
        .map(|c| match c {
            '\u{17c}' => 0xBF,
            '\u{15b}' => 0x9C,
            '\u{107}' => 0xE6,
            c => u8::try_from(c as u32).unwrap(),
        })
        .collect();
    let formats::Outcome::Read(statement) = formats::read("x", &bytes, common::today(), None) else {
        panic!()
    };
    assert_eq!(statement.encoding, "windows-1250");
    assert_eq!(statement.rows[0].description, "Sklep spożywczy, żywność");
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(
        "Date,Description,Amount\r\n2026-04-02,Grün,-1.00\r\n".encode_utf16().flat_map(u16::to_le_bytes),
    );
    let formats::Outcome::Read(statement) = formats::read("x", &wide, common::today(), None) else {
        panic!()
    };
    assert_eq!(statement.rows[0].description, "Grün");
}
