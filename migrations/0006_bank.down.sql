drop table unreadable_line, bank_line, rule, file_answer, import, import_file, bank_account_total, bank_account, category;
