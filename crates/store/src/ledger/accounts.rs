//! Accounts of the ledger. Their ids are made of their codes, so nobody reads them before writing.

use std::collections::HashMap;

use domain::CategoryKind;
use domain::id::{BankAccountId, PropertyId};
use domain::ledger::Account;
use uuid::Uuid;

use crate::{Result, Tx};

/// Accounts that transfers about to be written need.
#[derive(Default)]
pub(super) struct Needed {
    banks: HashMap<BankAccountId, Uuid>,
    others: HashMap<(String, Option<PropertyId>), Uuid>,
    accounts: Vec<(Uuid, Account)>,
}

impl Needed {
    pub fn bank(&mut self, bank: BankAccountId) -> Uuid {
        if let Some(id) = self.banks.get(&bank) {
            return *id;
        }
        let id = self.take(Account::of_bank(bank));
        self.banks.insert(bank, id);
        id
    }

    pub fn category(&mut self, kind: CategoryKind, code: &str, property: Option<PropertyId>) -> Uuid {
        let key = (code.to_string(), property);
        if let Some(id) = self.others.get(&key) {
            return *id;
        }
        let id = self.take(Account::of_category(kind, code, property));
        self.others.insert(key, id);
        id
    }

    pub fn take(&mut self, account: Account) -> Uuid {
        let id = account.id();
        self.accounts.push((id, account));
        id
    }

    /// Makes those that are not there yet, in the order of their ids, so that two who need the same wait and never block.
    pub async fn write(mut self, tx: &mut Tx) -> Result<()> {
        self.accounts.sort_by_key(|(id, _)| *id);
        let portfolio = tx.portfolio()?.0;
        let ids: Vec<Uuid> = self.accounts.iter().map(|(id, _)| *id).collect();
        let codes: Vec<&str> = self.accounts.iter().map(|(_, a)| a.code.as_str()).collect();
        let kinds: Vec<&str> = self.accounts.iter().map(|(_, a)| a.kind.word()).collect();
        let properties: Vec<Option<Uuid>> =
            self.accounts.iter().map(|(_, a)| a.property.map(|p| p.0)).collect();
        let categories: Vec<Option<&str>> =
            self.accounts.iter().map(|(_, a)| a.category.as_deref()).collect();
        let banks: Vec<Option<Uuid>> = self.accounts.iter().map(|(_, a)| a.bank.map(|b| b.0)).collect();
        sqlx::query!(
            "insert into ledger_account (portfolio_id, id, code, kind, property_id, category, bank_account_id)
             select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::uuid[])
             on conflict do nothing",
            portfolio,
            &ids,
            &codes as _,
            &kinds as _,
            &properties as _,
            &categories as _,
            &banks as _
        )
        .execute(tx.conn())
        .await?;
        Ok(())
    }
}
