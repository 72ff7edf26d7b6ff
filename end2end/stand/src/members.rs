//! Members for tests that are not about becoming one.

use domain::{
    Error, Service,
    kernel::{
        email::Email,
        id::{AccountId, MemberId},
        password::Password,
        ports::{Entropy, HashError, Hasher},
        token::PlainToken,
    },
    profile::member::{Member, person_name},
    registration::link::Link,
};
use serde::Deserialize;
use server::{entropy::OsEntropy, hashing::ArgonPool};
use terms::{LinkKind, Rejection, Role};

/// Whom to make.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    name: String,
    email: String,
    password: String,
}

/// Makes an owner with an account of their own, as a confirmed sign-up does.
pub async fn join(service: &Service, hasher: &ArgonPool, new: NewMember) -> Result<(), Error> {
    let (name, email) = (person_name(&new.name)?, Email::parse(&new.email)?);
    let (now, mut salt) = (service.now(), [0; 16]);
    OsEntropy.fill(&mut salt);
    let password = hasher
        .hash(Password::from_secret(&new.password), salt)
        .await
        .map_err(hash_refused)?;
    let (token, held) = (
        PlainToken::random(&OsEntropy).digest(),
        PlainToken::random(&OsEntropy).digest(),
    );
    let link = Link {
        digest: token.clone(),
        kind: LinkKind::ConfirmEmail,
        subject: email.key(),
        expires_at: now.plus(60),
    };
    service.store().put_link(&link).await?;
    service.store().exchange_link(&token, &held, now, now.plus(60)).await?;
    let link = service
        .store()
        .held_link(&held, LinkKind::ConfirmEmail, now)
        .await?
        .ok_or(Rejection::NotFound)?;
    let member = Member {
        id: MemberId::random(&OsEntropy),
        account: AccountId::random(&OsEntropy),
        role: Role::Owner,
        name,
        email,
        password,
        password_changed_at: now,
        created_at: now,
        two_factor_since: None,
        reminder_hidden_until: None,
        repaired_at: None,
        repairs_since: None,
        codes_saved_at: None,
    };
    service.store().join(&link.digest, &member, now).await?;
    Ok(())
}

fn hash_refused(refused: HashError) -> Error {
    match refused {
        HashError::Busy => Rejection::Busy.into(),
        HashError::Internal(fault) => fault.into(),
    }
}
