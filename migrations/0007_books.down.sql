drop view document;
drop table activity, property_year, month_total, movement, income, expense, transfer, ledger_account;
