//! What must hold after each operation.

use crate::{Step, world::World};
use domain::{Error, activity::ActivityFilter, sessions::rights::UseCase, team::member::TeamFilter};
use std::collections::HashMap;
use terms::Rejection;

impl World {
    /// Members, roles, keys and invitations are those of the model, and P9 holds.
    pub(crate) async fn agrees_with_model(&self, step: Step) {
        for account in 0..2 {
            let stored = self.team(account).await.into_iter();
            let is: HashMap<_, _> = stored
                .map(|found| (found.member.id.to_string(), (found.member.role, found.keys as usize)))
                .collect();
            let people = self.model.members(account);
            let should: HashMap<_, _> = people
                .map(|person| (person.id.clone(), (person.role, person.keys)))
                .collect();
            assert_eq!(is, should, "{step:?}");
            let stored = self.invitations(account).await.into_iter();
            let is: HashMap<_, _> = stored
                .map(|found| (found.invitation.id.to_string(), found.invitation.role))
                .collect();
            let invited = self.model.invitations.iter();
            let should: HashMap<_, _> = invited
                .filter(|found| !found.gone && found.account == account)
                .map(|found| (found.id.clone(), found.role))
                .collect();
            assert_eq!(is, should, "{step:?}");
            assert!(self.model.owners(account) > 0, "P9: {step:?}");
        }
    }

    /// What who acted may read names nothing of the other account.
    pub(crate) async fn reads_own_only(&self, step: Step) {
        let Some(by) = step.by() else { return };
        let Ok(who) = self.who(by, UseCase::ReadTeam).await else {
            return;
        };
        let service = &self.app.service;
        let other = 1 - self.model.people[by].account;
        let read = format!(
            "{:?} {:?} {:?}",
            service.team(&who, &TeamFilter::default(), None).await.unwrap(),
            service.api_keys(&who).await.unwrap(),
            service.activity(&who, &ActivityFilter::default(), None).await.unwrap(),
        );
        let foreign = self.ids_of(other).await;
        let found: Vec<_> = foreign.iter().filter(|id| read.contains(id.as_str())).collect();
        assert!(found.is_empty(), "P8: {step:?} {found:?}");
        for person in self.model.members(other) {
            for found in [
                service.team_member(&who, &person.id).await.map(drop),
                service.removal_preview(&who, &person.id).await.map(drop),
            ] {
                assert!(matches!(
                    found,
                    Err(Error::Rejected(Rejection::NotFound | Rejection::Forbidden))
                ));
            }
        }
        // The refusals are events of the account that was refused, and written before the rows are compared again.
        service.write_refusals().await.unwrap();
    }
}
