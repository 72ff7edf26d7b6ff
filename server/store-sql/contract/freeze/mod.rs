//! Frozen accounts, and what comes back after a change.

mod addresses;

use crate::fixtures;
use domain::{
    Timestamp,
    devices::{
        device::{Device, DeviceState},
        store::IfLast,
    },
    email_change::store::{ConfirmedEmail, EmailChange, EmailChanged},
    freeze::{
        NOT_ME_LIFE,
        kept::{Kept, UNDO_LIFE},
        store::{Freeze, HeldNotMe, NotMeLink, Undo, Undone, Unfreeze},
    },
    kernel::{email::Email, id::KeptChangeId, token::PlainToken},
    mail::NewMail,
    profile::member::Member,
    registration::link::{CONFIRM_LIFE, HELD_LIFE, Link},
    sessions::{change::Changed, session::Session},
    sign_in::store::Verified,
    store::Effects,
};
use terms::{ChangeKind, LinkKind, SessionKind};
use testing::{Fixtures, T0, hash};

/// The time step that devices come back with.
const STEP: i64 = 60_000_000;

/// Returns a link of a mail to this address, and its token.
pub(super) fn link_to(w: &Fixtures, member: &Member, address: &str) -> (NotMeLink, PlainToken) {
    let token = w.token();
    let link = NotMeLink {
        digest: token.digest(),
        member: member.id.clone(),
        address: Email::from_store(address.to_owned()),
        expires_at: T0.plus(NOT_ME_LIFE),
    };
    (link, token)
}

/// Sends a mail with a link to this address, and opens the link.
pub(super) async fn opened(w: &Fixtures, member: &Member, address: &str) -> HeldNotMe {
    let ((link, token), held) = (link_to(w, member, address), w.digest());
    let mail = NewMail {
        not_me: Some(link),
        ..w.mail()
    };
    w.store.send(&Effects::mails(vec![mail])).await.unwrap();
    assert!(
        w.store.not_me_held(&token.digest(), T0).await.unwrap().is_none(),
        "it is not opened"
    );
    let exchanged = w
        .store
        .exchange_link(&token.digest(), &held, T0, T0.plus(1800))
        .await
        .unwrap();
    assert_eq!(exchanged.unwrap().kind, LinkKind::NotMe);
    w.store.not_me_held(&held, T0).await.unwrap().expect("held")
}

pub(super) async fn again(w: &Fixtures, held: &HeldNotMe) -> Option<HeldNotMe> {
    w.store.not_me_held(&held.link.digest, T0).await.unwrap()
}

pub(super) async fn freeze(w: &Fixtures, held: &HeldNotMe) -> bool {
    let freeze = Freeze {
        held,
        keeper: &w.keeper,
        now: T0,
    };
    w.store.freeze(freeze, &Effects::mails(vec![w.mail()])).await.unwrap()
}

async fn kept(w: &Fixtures, member: &Member) -> Vec<(KeptChangeId, Kept)> {
    let found = w.store.kept_changes(&member.id).await.unwrap();
    let opened = w.keeper.opened(found.clone(), &member.id);
    let kinds: Vec<_> = opened.iter().map(|change| change.kept.kind()).collect();
    assert!(
        kinds.iter().eq(found.iter().map(|change| &change.kind)),
        "none is damaged"
    );
    opened.into_iter().map(|change| (change.id, change.kept)).collect()
}

pub(super) async fn keeps(w: &Fixtures, member: &Member, kind: ChangeKind) -> bool {
    kept(w, member).await.iter().any(|(_, kept)| kept.kind() == kind)
}

pub(super) async fn undo(w: &Fixtures, held: &HeldNotMe, kind: ChangeKind) -> Undone {
    let found = kept(w, &held.member).await;
    let (id, change) = found.into_iter().find(|(_, kept)| kept.kind() == kind).expect("kept");
    undo_this(w, held, &id, &change).await
}

async fn undo_this(w: &Fixtures, held: &HeldNotMe, id: &KeptChangeId, kept: &Kept) -> Undone {
    let undo = Undo {
        held,
        id,
        kept,
        keeper: &w.keeper,
        step: STEP,
        now: T0,
    };
    w.store.undo(undo, &Effects::mails(vec![w.mail()])).await.unwrap()
}

/// Returns the link that ends the freeze for this address, as its browser holds it.
pub(super) async fn unfreeze_link(w: &Fixtures, member: &Member, to: &str) -> Option<Link> {
    let link = w.link(LinkKind::Unfreeze, member.id.as_str());
    let to = Email::from_store(to.to_owned());
    let asked = w.store.ask_unfreeze(&to, &link, &Effects::none()).await.unwrap();
    if !asked {
        return None;
    }
    let held = w.digest();
    w.store
        .exchange_link(&link.digest, &held, T0, T0.plus(1800))
        .await
        .unwrap()
}

pub(super) async fn unfreeze(w: &Fixtures, link: &Link, member: &Member, to: &str) -> Option<PlainToken> {
    let (mut next, token) = link_to(w, member, to);
    next.expires_at = T0.plus(HELD_LIFE);
    let unfreeze = Unfreeze {
        link,
        member: &member.id,
        to: &Email::from_store(to.to_owned()),
        password: &hash("new"),
        next: (&next, &w.mail().id),
        keeper: &w.keeper,
        now: T0,
    };
    let done = w.store.unfreeze(unfreeze, &Effects::none()).await.unwrap();
    (done == EmailChanged::Done).then_some(token)
}

pub(super) async fn now(w: &Fixtures, member: &Member) -> Member {
    w.store.member_of_link(member.id.as_str()).await.unwrap().unwrap()
}

/// Moves the member to another address, confirmed by its mailbox.
pub(super) async fn moved(w: &Fixtures, session: &Session, email: &str) {
    let member = now(w, &w.signed_in(session).await.member).await;
    let asked = EmailChange {
        email: Email::parse(email).unwrap(),
        mailed_at: T0,
        expires_at: T0.plus(CONFIRM_LIFE),
    };
    let change = w.account_change(&member.account, session);
    let done = w.store.ask_email_change(&change, &asked, None).await.unwrap();
    assert_eq!(done, Changed::Done);
    let link = w.held(LinkKind::ChangeEmail, member.id.as_str()).await;
    let confirmed = ConfirmedEmail {
        link: &link,
        member: &member,
        email: &asked.email,
        keeper: &w.keeper,
        now: T0,
    };
    let done = w.store.change_email(confirmed, &Effects::none()).await.unwrap();
    assert_eq!(done, EmailChanged::Done);
}

fn confirmed(devices: &[Device]) -> Vec<&str> {
    let confirmed = devices
        .iter()
        .filter(|device| matches!(device.state, DeviceState::Confirmed(_)));
    confirmed.map(|device| device.label.as_str()).collect()
}

#[tokio::test]
async fn a_frozen_account_has_no_session_and_opens_none() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    let held = opened(w, &member, "ana@example.com").await;
    assert!(freeze(w, &held).await);
    assert!(w.store.session(&session.digest).await.unwrap().is_none());
    assert!(w.challenged(&challenge, T0).await.is_none());
    let frozen = now(w, &member).await.frozen.expect("frozen");
    assert_eq!((frozen.at, frozen.to.as_str()), (T0, "ana@example.com"));
    assert_eq!(again(w, &held).await.unwrap().froze_at, Some(T0));
    // The password was checked at the same moment.
    let verified = Verified::of(&member.password);
    let (late, known) = (w.new_session(&member, SessionKind::Full, T0), w.known(&member, T0));
    let opened = w.store.open_session(&late, &verified, &known, &Effects::none()).await;
    assert!(!opened.unwrap());
    assert!(freeze(w, &held).await, "the form was posted again");
}

#[tokio::test]
async fn a_new_password_ends_the_freeze_once_and_leaves_a_link_to_undo() {
    let w = &fixtures().await;
    let (member, ..) = w.protected("ana@example.com").await;
    assert!(
        unfreeze_link(w, &member, "ana@example.com").await.is_none(),
        "it is not frozen"
    );
    let held = opened(w, &member, "ana@example.com").await;
    assert!(freeze(w, &held).await);
    assert!(
        unfreeze_link(w, &member, "ben@example.com").await.is_none(),
        "another address"
    );
    let link = unfreeze_link(w, &member, "ana@example.com").await.expect("mailed");
    assert!(again(w, &held).await.unwrap().mailed);
    let next = unfreeze(w, &link, &member, "ana@example.com").await.expect("done");
    let after = now(w, &member).await;
    assert_eq!((after.frozen, &after.password), (None, &hash("new")));
    assert!(after.two_factor_since.is_some(), "it stays on");
    let held = w.store.not_me_held(&next.digest(), T0).await.unwrap().unwrap();
    assert_eq!((held.address.as_str(), held.froze_at), ("ana@example.com", Some(T0)));
    assert!(unfreeze(w, &link, &member, "ana@example.com").await.is_none());
    let before = kept(w, &member).await;
    let password = Kept::Password {
        hash: member.password.as_phc().to_owned(),
        by_link: true,
    };
    assert!(before.iter().any(|(_, kept)| *kept == password));
}

#[tokio::test]
async fn a_removed_device_comes_back_and_takes_no_passcode_from_before() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    w.enrol(&mut session, "tablet", 110, T0).await;
    let change = w.change(&session, T0);
    session.digest = change.new_digest.clone().unwrap();
    let removed = w.store.remove_device(&phone, IfLast::Refuse, &change).await.unwrap();
    assert_eq!(removed, Changed::Done);
    // Its name is taken meanwhile.
    w.enrol(&mut session, "phone", 120, T0).await;
    let held = opened(w, &member, "ana@example.com").await;
    assert!(freeze(w, &held).await);
    assert_eq!(undo(w, &held, ChangeKind::DeviceRemoved).await, Undone::Done);
    let devices = w.store.devices(&member.id, T0).await.unwrap();
    let mut names = confirmed(&devices);
    names.sort_unstable();
    assert_eq!(names, ["phone", "phone 2", "tablet"]);
    let back = devices.iter().find(|device| device.id == phone).unwrap();
    assert_eq!(back.label.as_str(), "phone 2");
    let candidates = w.store.candidates(&member.id).await.unwrap();
    let back = candidates.iter().find(|candidate| candidate.device == phone).unwrap();
    assert_eq!(back.last_step, STEP);
    assert!(!keeps(w, &member, ChangeKind::DeviceRemoved).await, "once");
}

#[tokio::test]
async fn a_device_that_was_added_goes() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    w.enrol(&mut session, "tablet", 110, T0).await;
    let held = opened(w, &member, "ana@example.com").await;
    assert!(freeze(w, &held).await);
    let found = kept(w, &member).await;
    let (id, added) = found
        .iter()
        .find(|(_, kept)| kept.kind() == ChangeKind::DeviceAdded)
        .unwrap();
    assert_eq!(undo_this(w, &held, id, added).await, Undone::Done);
    assert_eq!(undo_this(w, &held, id, added).await, Undone::NotFound, "once");
    let devices = w.store.devices(&member.id, T0).await.unwrap();
    assert_eq!(confirmed(&devices), ["phone"]);
}

#[tokio::test]
async fn two_factor_goes_back_to_off_and_to_on() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let used = w.store.recovery_code(&member.id, "SEL03", T0).await.unwrap().unwrap();
    let held = opened(w, &member, "ana@example.com").await;
    let change = w.change(&session, T0);
    let mut session = session;
    session.digest = change.new_digest.clone().unwrap();
    assert_eq!(w.store.switch_off(&change).await.unwrap(), Changed::Done);
    // The thief switches it on again with another device.
    w.enrol(&mut session, "thief's", 130, T0).await;
    assert!(freeze(w, &held).await);
    assert_eq!(undo(w, &held, ChangeKind::TwoFactorOff).await, Undone::Done);
    let devices = w.store.devices(&member.id, T0).await.unwrap();
    assert_eq!(confirmed(&devices), ["phone"]);
    assert_eq!(devices[0].id, phone);
    let code = w.store.recovery_code(&member.id, "SEL03", T0).await.unwrap();
    assert_eq!(code.map(|code| code.id), Some(used.id), "the codes from before");
    assert_eq!(now(w, &member).await.two_factor_since, Some(T0));
    let kinds: Vec<_> = kept(w, &member).await.iter().map(|(_, kept)| kept.kind()).collect();
    assert_eq!(kinds, [ChangeKind::TwoFactorOn], "what came after is moot");
    // The other way round: it was off, and the thief switched it on.
    let ben = w.member("ben@example.com").await;
    let mut session = w.session(&ben, T0).await;
    w.enrol(&mut session, "thief's", 100, T0).await;
    let held = opened(w, &ben, "ben@example.com").await;
    assert!(freeze(w, &held).await);
    assert_eq!(undo(w, &held, ChangeKind::TwoFactorOn).await, Undone::Done);
    assert_eq!(now(w, &ben).await.two_factor_since, None);
    assert!(w.store.devices(&ben.id, T0).await.unwrap().is_empty());
    assert_eq!(w.store.codes_left(&ben.id).await.unwrap(), 0);
}

#[tokio::test]
async fn replaced_codes_come_back_and_used_ones_stay_used() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    let challenge = w.challenge(&member, T0).await;
    let code = w.store.recovery_code(&member.id, "SEL01", T0).await.unwrap().unwrap();
    let evidence = domain::sign_in::attempt::Evidence::Code(code.id);
    let attempt = w.sign_in(&member, &challenge, evidence, T0).0;
    w.decide(&attempt).await;
    let held = opened(w, &member, "ana@example.com").await;
    let change = w.change(&session, T0);
    let codes = w.codes(&member.id, T0);
    assert_eq!(w.store.replace_codes(&codes, &change).await.unwrap(), Changed::Done);
    assert_eq!(w.store.codes_left(&member.id).await.unwrap(), 10);
    assert!(freeze(w, &held).await);
    assert_eq!(undo(w, &held, ChangeKind::RecoveryCodes).await, Undone::Done);
    assert_eq!(w.store.codes_left(&member.id).await.unwrap(), 9);
    assert!(w.store.recovery_code(&member.id, "SEL01", T0).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_kept_is_sealed_for_its_member_and_erased_after_72_hours() {
    let w = &fixtures().await;
    let (member, session, _) = w.protected("ana@example.com").await;
    moved(w, &session, "b@example.net").await;
    let change = w.change(&session, T0);
    assert_eq!(w.store.switch_off(&change).await.unwrap(), Changed::Done);
    let found = w.store.kept_changes(&member.id).await.unwrap();
    let ben = w.member("ben@example.com").await;
    assert!(w.keeper.opened(found.clone(), &ben.id).is_empty(), "of another member");
    for change in &found {
        let text = String::from_utf8_lossy(&change.body.0);
        assert!(!text.contains("phone") && !text.contains("example"), "readable");
    }
    let kinds = async |at: Timestamp| {
        w.store.sweep(at).await.unwrap();
        let left = w.store.kept_changes(&member.id).await.unwrap();
        left.iter().map(|change| change.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(T0.plus(UNDO_LIFE - 1)).await.len(), found.len());
    assert_eq!(
        kinds(T0.plus(UNDO_LIFE)).await,
        [ChangeKind::Email],
        "as long as links to it live"
    );
    assert_eq!(kinds(T0.plus(NOT_ME_LIFE)).await, []);
}
