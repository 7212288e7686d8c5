//! Headings of bank exports, folded, the clearest first. Written down from the formats themselves; a heading that
//! stands for two things in two languages is settled later by what the column holds.

use super::words::Role;

/// English headings.
pub(super) const ENGLISH: &[(Role, &str)] = &[
    (
        Role::Posted,
        "posting date|post date|posted date|date posted|posted|posted on|transaction posted date|booking date|booked date|booked|clearing date|cleared date|date cleared|completed date|date completed|completed on|completed at|settlement date|settled date|date settled|settled on|process date|processed date|processing date",
    ),
    (
        Role::Date,
        "date|transaction date|trans date|tran date|txn date|transdate|date of transaction|date utc|datetime|date time|date and time|date time utc|activity date|run date|entry date|effective date|purchase date|authorized date|authorised date|transaction datetime|created|created at|created date|created utc|created on|started date|started on|initiated date|initiated on|execution date|timestamp|day",
    ),
    (Role::Value, "value date|valuedate|date value|interest date"),
    (
        Role::Amount,
        "amount|transaction amount|trans amount|tran amount|txn amount|amount total|amt|total amount|billing amount|posted amount|account amount|amount in account currency|net change|value amount|payment amount|sum|amount paid|total|value",
    ),
    (Role::Net, "net|net amount|amount net|net total"),
    (
        Role::Debit,
        "debit|debits|debit amount|amount debit|debit amt|withdrawal|withdrawals|withdrawal amount|withdrawal amt|withdrawals debits|debit withdrawal|money out|paid out|amount out|payment out|payments out|outflow|out|spent|spend|outgoing|expense|expenses|charges|dr amount|debit dr",
    ),
    (
        Role::Credit,
        "credit|credits|credit amount|amount credit|credit amt|deposit|deposits|deposit amount|deposit amt|deposits credits|credit deposit|money in|paid in|amount in|payment in|payments in|inflow|in|received|incoming|income|receipts|cr amount|credit cr",
    ),
    (
        Role::Flag,
        "credit debit indicator|debit credit indicator|debit credit|credit debit|credit or debit|debit or credit|dr cr|cr dr|d c|c d|cd|dc|cr db|db cr|transaction indicator|indicator|sign|direction|in out|debit credit flag|transaction type debit credit",
    ),
    (
        Role::Type,
        "type|transaction type|trans type|tran type|txn type|transaction code|transaction|kind|action|activity|payment type|type group|code|transaction category type|method",
    ),
    (
        Role::Balance,
        "balance|running balance|running bal|runningbalance|account balance|account running balance|balance after|balance after transaction|new balance|current balance|ledger balance|closing ledger balance|cash balance|book balance|accountbalance|resulting balance|bal",
    ),
    (
        Role::Currency,
        "currency|currency code|ccy|curr|account currency|iso currency code|transaction currency|billing currency",
    ),
    (
        Role::Account,
        "account|account name|account number|account no|account id|acct|account nickname|source account|own account|account iban|account label|card number|card no|card|card ending|card last four digits|last four digits|accountnum|from account",
    ),
    (
        Role::Payee,
        "payee|payee name|merchant|merchant name|counterparty|counter party|counterparty name|counteraccount name|beneficiary|recipient|name|to from name|other party|supplierfound",
    ),
    (
        Role::Text,
        "description|transaction description|details|transaction details|narrative|narration|particulars|desc|transaction narrative|payment details|statement description|bank description|original description|text|title|note|label|item description|appears on your statement as|remittance information|items",
    ),
    (
        Role::Memo,
        "memo|notes|reference|payment reference|customer reference|extended details|comments|comment|message|message for payee|message for me|additional information|additional info|reference text|transaction reference|client note|notes and tags|from|to|address|counterparty account|counteraccount|description 1|description 2|description 3",
    ),
    (
        Role::Check,
        "check number|check no|check|check or slip|checknumber|check serial number|cheque number|cheque no|cheque|chk|chknum|check num|serial number|num",
    ),
    (
        Role::Id,
        "transaction id|transactionid|id|txn id|tx id|fitid|unique id|transaction number|transaction unique id|transferwise id|transaction reference number|reference number|reference id|trn id",
    ),
    (Role::Status, "status|state|transaction status|cleared"),
    (Role::Pending, "pending|is pending"),
    (Role::Cancelled, "cancellation|cancelled|canceled|void|voided|is cancelled"),
    (
        Role::Category,
        "category|spending category|category group|category group category|subcategory|labels|tags|mcc|merchant category|budget category",
    ),
    (Role::Fee, "fee|fees|amount fee|fee amount|transaction fee|total fees"),
    (
        Role::Aside,
        "gross|gross amount|original amount|foreign amount|local amount|amount foreign currency|amount in foreign currency|instructed amount|original currency amount|split amount|amount tip|amount tax|tax|tip|gst|vat|tax rate|exchange rate|fx rate|rate|beginning balance|ending balance|start balance|end balance|available balance|opening balance|closing balance|local currency|original currency|instructed currency|foreign currency|type foreign currency|receipt|list price per unit|purchase price per unit|shipping|shipping and handling amount|sales tax|insurance amount|statement period venmo fees|year to date venmo fees|time|time zone|timezone|sequence|row|line",
    ),
    (
        Role::Trade,
        "ticker|symbol|shares|qty|quantity|price|price per share|share price|unit price|closing price|units|number of shares|security|isin|cusip|fund|commission|total shares|shares 1|trade date|cost basis|price usd",
    ),
];

/// Headings in other languages: German, Dutch, French, Spanish, Italian, Portuguese, Polish, Czech, Slovak,
/// Swedish, Danish, Norwegian, Finnish, Hungarian, Romanian, Croatian, Turkish.
pub(super) const OTHER: &[(Role, &str)] = &[
    (
        Role::Posted,
        "buchungstag|buchungsdatum|buchung|datum buchung|buchungstag datum|boekdatum|boekingsdatum|datum boeking|uitvoeringsdatum|date de comptabilisation|date comptable|date comptabilisation|dateop|fecha contable|fecha de contabilizacion|fecha asiento|data contabile|data registrazione|data contabilizzazione|data lancamento|data de lancamento|data mov|data movimento contabilistico|data ksiegowania|data zaksiegowania|data ksieg|datum zauctovani|zauctovano|datum uctovania|datum zauctovania|bokforingsdag|bokforingsdatum|bokfort|bokfort dato|bogforingsdato|bogfort|bogfort dato|kirjauspaiva|kirjauspvm|konyveles datuma|konyvelesi datum|konyveles|data inregistrarii|datum knjizenja",
    ),
    (
        Role::Date,
        "datum|data|fecha|dato|date operation|date de l operation|date d operation|date de transaction|date transaction|transaktionsdatum|transaktionsdag|transaksjonsdato|umsatzdatum|umsatztag|belegdatum|kaufdatum|zahlungsdatum|transactiedatum|datum transactie|verwerkingsdatum|fecha operacion|fecha de operacion|fecha movimiento|fecha de la operacion|f operacion|data operazione|data movimento|data transazione|data da transacao|data transacao|data do movimento|data transakcji|data operacji|data zlecenia|datum transakce|datum provedeni|datum a cas|datum obchodu|datum transakcie|datum odoslania|kjopsdato|kobsdato|inkopsdatum|paivamaara|pvm|maksupaiva|tranzakcio datuma|tranzakcio idopontja|teljesites|datum|data tranzactiei|datum transakcije|tarih|islem tarihi|kuupaev|datums",
    ),
    (
        Role::Value,
        "valuta|valutadatum|wertstellung|wertstellung valuta|wertstellungsdatum|wertstellungstag|wert|datum valuta|valutatag|rentedatum|rentedato|valutadato|renteberegningsdato|valutadag|arvopaiva|date valeur|date de valeur|dateval|valeur|fecha valor|fecha de valor|f valor|data valuta|data valor|data waluty|datum valuty|valuta datum|data valutei|datum valute|erteknap",
    ),
    (
        Role::Amount,
        "betrag|umsatz|umsatz in|buchungsbetrag|transaktionsbetrag|betrag in|bedrag|transactiebedrag|bedrag in|montant|montant de l operation|montant operation|somme|importe|importe operacion|importe de la operacion|monto|cantidad|importo|importo operazione|ammontare|valor|montante|quantia|valor do movimento|kwota|kwota operacji|kwota transakcji|kwota w walucie rachunku|castka|objem|suma|ciastka|belopp|belob|belop|transaktionsbelopp|summa|maara|maara euroa|osszeg|iznos|znesek|tutar|islem tutari|valoare|suma tranzactiei|castka v mene uctu|obrat",
    ),
    (Role::Net, "netto|nettobetrag|montant net"),
    (
        Role::Debit,
        "soll|belastung|belastungen|lastschrift|ausgabe|ausgaben|debet|af|uit|uitgaven|debit euros|debito|debiti|debitos|adeudo|adeudos|cargo|cargos|debe|egreso|egresos|gasto|gastos|retiro|retiros|dare|addebito|addebiti|uscite|uscita|saida|saidas|depense|depenses|obciazenie|obciazenia|wyplata|wyplaty|wydatki|wydatek|vydaje|na vrub|ma dati|ut|ut fra konto|ut av konto|uttag|ud|haevet|utgift|terheles|isplata|rashod|debitare|borc",
    ),
    (
        Role::Credit,
        "haben|gutschrift|gutschriften|einnahme|einnahmen|bij|inkomsten|credito|crediti|creditos|abono|abonos|haber|ingreso|ingresos|deposito|depositos|avere|accredito|accrediti|entrate|entrata|entrada|entradas|recette|recettes|uznanie|uznania|wplata|wplaty|wplywy|wplyw|przychody|prijmy|ve prospech|dal|inn|inn pa konto|insattning|ind|indsat|inntekt|jovairas|uplata|prihod|creditare|alacak",
    ),
    (
        Role::Flag,
        "soll haben|s h|sh|soll haben kennzeichen|haben soll|kennzeichen|af bij|bij af|debet credit|credit debet|sens|signe|signo|segno|znak|sentido|debe haber|dare avere|typ ruchu|vorzeichen",
    ),
    (
        Role::Type,
        "umsatzart|vorgang|buchungsart|buchungsschlussel|transaktionstyp|transaktionsart|mutatiesoort|soort|soort betaling|type d operation|type operation|tipo|tipo de movimiento|tipo movimento|tipo operacion|tipo operazione|tipologia|rodzaj operacji|rodzaj transakcji|typ operacji|typ transakcji|typ|typ transakce|transaktionstyp|laji|tapahtumalaji|tranzakcio tipusa|islem",
    ),
    (
        Role::Balance,
        "saldo|saldo na trn|saldo nach buchung|saldo nach|kontostand|kontosaldo|saldo na mutatie|saldo na boeking|solde|solde apres operation|saldo posteriore|saldo contabile|saldo despues|saldo contabilistico|saldo po operacji|saldo po transakcji|saldo po|zustatek|zostatek|stav uctu|bokfort saldo|banksaldo|saldo efter|tilin saldo|egyenleg|konyvelt egyenleg|sold|stanje|bakiye|bezny zustatek",
    ),
    (
        Role::Currency,
        "wahrung|waehrung|kontowahrung|munt|muntsoort|devise|divisa|moneda|moeda|waluta|waluta rachunku|mena|mena uctu|valutakod|devizanem|deviza|para birimi|valiuta|valuutta",
    ),
    (
        Role::Account,
        "rekening|rekeningnummer|iban bban|iban|konto|kontonummer|auftragskonto|iban auftragskonto|auftraggeberkonto|konto nr|kontonr|iban kontonummer|compte|numero de compte|compte num|numero compte|cuenta|numero de cuenta|conto|numero conto|conto corrente|conta|numer rachunku|rachunek|numer konta|ucet|cislo uctu|bezny ucet|konto namn|tili|szamlaszam|cont|racun|hesap",
    ),
    (
        Role::Payee,
        "begunstigter zahlungspflichtiger|beguenstigter zahlungspflichtiger|auftraggeber beguenstigter|auftraggeber begunstigter|begunstigter auftraggeber|name zahlungsbeteiligter|auftraggeber empfanger|auftraggeber zahlungsempfanger|zahlungsempfanger|zahlungspflichtiger|empfanger|begunstigter|auftraggeber|zahlungsbeteiligter|naam|naam omschrijving|naam tegenpartij|naam tegenrekening|tegenpartij|beneficiaire|tiers|nom|beneficiario|ordenante|controparte|nadawca odbiorca|kontrahent|dane kontrahenta|nazwa kontrahenta|odbiorca|nazev protiuctu|nazev protistrany|protistrana|nazov partnera|mottagare|avsandare|namn|modtager|navn|saaja maksaja|saaja|nimi|partner neve|alici",
    ),
    (
        Role::Text,
        "buchungstext|verwendungszweck|vorgang verwendungszweck|beschreibung|buchungsinformationen|zahlungszweck|omschrijving|mededelingen|omschrijving 1|libelle|libelle operation|libelle simplifie|nature de l operation|concepto|descripcion|observaciones|movimiento|descrizione|causale|descrizione operazione|descricao|historico|lancamento|opis|opis operacji|opis transakcji|tytul|tytulem|szczegoly transakcji|popis|popis transakce|polozka|zprava pro prijemce|tekst|beskrivning|beskrivelse|forklaring|rubrik|referens|selite|viesti|selitys|kozlemeny|megnevezes|explicatii|detalii|opis placanja|aciklama",
    ),
    (
        Role::Memo,
        "kundenreferenz|mandatsreferenz|notiz|info|omschrijving 2|omschrijving 3|betalingskenmerk|reference de l operation|informations complementaires|detail de l ecriture|referencia|mas datos|note|poznamka|zprava pro me|klientska poznamka|uwagi|notat|melding|viite",
    ),
    (Role::Check, "schecknummer|numero de cheque|numero cheque|cheque n"),
    (
        Role::Id,
        "volgnr|transactiereferentie|referencni cislo transakce|id transakce|id transakcji|numer transakcji|identyfikator transakcji|identifikace transakce|arkistointitunnus|arkivreferens|transaktions id|id transazione|id transaccion|tranzakcio azonosito",
    ),
    (Role::Status, "estado|statut|etat|stav|stato|situacao|status transakcji|tila|allapot|durum"),
    (Role::Cancelled, "storno|stornokennzeichen|annule|anulado|anulowano"),
    (Role::Category, "kategorie|categorie|categoria|kategoria|kategori|luokka"),
    (
        Role::Fee,
        "gebuhr|gebuhren|fremde gebuhren|kosten|frais|comision|commissione|comissao|oplata|prowizja|poplatek|avgift|gebyr",
    ),
    (
        Role::Aside,
        "originalbetrag|ursprungsbetrag|abweichender betrag|fremdwahrung|fremdwahrungsbetrag|oorspr bedrag|oorspr munt|koers|wechselkurs|anfangssaldo|endsaldo|beginsaldo|eindsaldo|anzahl der auftrage|anzahl der schecks|uhrzeit|tijd|heure|hora|ora|godzina|cas",
    ),
    (
        Role::Trade,
        "stuck|anzahl stuck|kurs|wkn|wertpapier|cours|titulos|cotizacion|quantita|quantite|cantidad de titulos|prezzo",
    ),
];

/// Words that tell the role of a heading that is not listed; the first hit counts.
pub(super) const TELLING: &[(Role, &str)] = &[
    (
        Role::Aside,
        "puvodni|povodna|oryginalna|ursprunglicher|fremdwahrung|foreign|original|local|orig|instructed|rate|tax|tip|limit|available",
    ),
    (Role::Cancelled, "storno|cancelled|canceled"),
    (Role::Balance, "balance|bal|saldo|solde|kontostand|zustatek|guthaben|egyenleg"),
    (Role::Fee, "fee|fees"),
    (Role::Posted, "posting|posted|buchungstag|buchungsdatum"),
    (Role::Date, "date|datum|fecha|dato|data|datetime"),
    (Role::Currency, "currency|wahrung|waehrung|devise|moneda|waluta"),
    (
        Role::Debit,
        "debit|withdrawal|withdrawals|debet|debito|ausgehend|ausgang|outgoing|outflow|soll|belastung",
    ),
    (
        Role::Credit,
        "credit|deposit|deposits|kredit|credito|eingehend|eingang|incoming|inflow|haben|gutschrift",
    ),
    (
        Role::Amount,
        "amount|betrag|bedrag|montant|importe|importo|kwota|belopp|belob|castka|osszege|zahlungsbetrag",
    ),
    (Role::Text, "description|narrative|details|beschreibung|verwendungszweck|omschrijving|libelle"),
    (Role::Memo, "memo|note|notes|reference|comment|message"),
];
