//! Rows are locked in one order everywhere ([`domain::store`]), which rules out deadlocks.
//!
//! The same writes are checked in two ways: many concurrent ones cause no deadlock, and PostgreSQL's log shows that
//! each transaction first touches the tables in this order.

/// A write as a value, without its result.
macro_rules! write {
    (|$store:ident| $call:expr) => {
        Box::new(move |$store: Arc<dyn Store>| -> $crate::contract::locks::Running {
            Box::pin(async move { $call.await.map(drop) })
        }) as $crate::contract::locks::Write
    };
}

mod apps;
mod closing;
mod freeze;
mod links;
mod order;
mod replacement;
mod trusted;

use crate::fixtures;
use domain::{
    InternalError, Store,
    activity::Day,
    approvals::approval::Approve,
    devices::{
        renewal::Renewal,
        store::{Added, IfLast, Renaming},
    },
    kernel::{
        id::{DeviceId, MemberId, SessionId},
        label::Label,
        mailed_code::{MailedCode, Proved},
        throttle::Window,
        token::TokenDigest,
    },
    mail::{About, NewMail},
    policy::{rules::Policy, store::MailboxTry},
    profile::member::Member,
    sessions::session::{Challenge, Session},
    sign_in::{
        attempt::{Evidence, FactorAttempt, Target},
        store::Verified,
    },
    store::Effects,
};
use order::out_of_order;
use std::{pin::Pin, sync::Arc};
use terms::{DAY, RenewalKind, Role, SessionKind};
use testing::{Fixtures, T0, hash, rounds};
use tokio::{sync::Barrier, task::JoinSet};

type Running = Pin<Box<dyn Future<Output = Result<(), InternalError>> + Send>>;
type Write = Box<dyn FnOnce(Arc<dyn Store>) -> Running + Send>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_at_the_same_moment_do_not_deadlock() {
    let w = &fixtures().await;
    for round in 0..rounds(15) {
        let step = 200 + 100 * i64::try_from(round).expect("a small number");
        let (member, session, device) = w.protected(&format!("ana-{round}@example.com")).await;
        if round % 3 == 0 {
            crowd(w, &member, &device).await;
        }
        let mut writes = attempts(w, &member, &device, step).await;
        writes.extend(changes(w, &member, &device).await);
        writes.extend(links::writes(w, &member, &device).await);
        writes.extend(approvals(w, &member, &device, step).await);
        writes.extend(apps::writes(w, &member, &device).await);
        writes.extend(enrolments(w, &member, &device).await);
        writes.extend(of_team(w, &member, &device).await);
        writes.extend(trusted::writes(w, &member, &device).await);
        writes.extend(rest(w, &member, session).await);
        if round % 5 == 2 {
            // A frozen account refuses much of the rest.
            writes.extend(freeze::writes(w, &member, &device).await);
        }
        if round % 5 == 4 {
            writes.extend(closing::writes(w, &member, &device).await);
        }
        at_once(w, writes).await;
        if round % 5 == 4 {
            closing::rest(w, &member).await;
        }
    }
    let log = w.server_log();
    let deadlock: Vec<&str> = log
        .lines()
        .skip_while(|line| !line.contains("deadlock detected"))
        .take(9)
        .collect();
    assert_eq!(deadlock, Vec::<&str>::new());
    assert_eq!(out_of_order(&log), Vec::<String>::new());
}

async fn at_once(w: &Fixtures, writes: Vec<Write>) {
    let barrier = Arc::new(Barrier::new(writes.len()));
    let mut running = JoinSet::new();
    for write in writes {
        let (store, barrier) = (Arc::clone(&w.store), Arc::clone(&barrier));
        running.spawn(async move {
            barrier.wait().await;
            write(store).await
        });
    }
    for done in running.join_all().await {
        done.expect("answered");
    }
}

/// Gives the member as many sessions as one may have, half of which have expired, and what sessions leave behind: a sign-in
/// then ends others, while the sweep erases the same rows.
async fn crowd(w: &Fixtures, member: &Member, device: &DeviceId) {
    for n in 0..50 {
        let at = T0.plus(if n % 2 == 0 { -100 } else { -2 * DAY });
        let session = w.signed_in_with(member, device, 101 + n, at).await;
        if n > 47 {
            w.pending(&session, &format!("left {n}"), at).await;
        }
    }
    w.challenge(member, T0.plus(-DAY)).await;
}

/// Returns attempts: right and wrong passcodes and recovery codes at challenges and in step-ups, and the first code of
/// a pending device.
async fn attempts(w: &Fixtures, member: &Member, device: &DeviceId, step: i64) -> Vec<Write> {
    let mut attempts: Vec<FactorAttempt> = Vec::new();
    for n in 0..4 {
        let step = Evidence::Step {
            device: device.clone(),
            step: step + n,
        };
        let code = w
            .store
            .recovery_code(&member.id, &format!("SEL{n:02}"), T0)
            .await
            .expect("answered");
        let code = Evidence::Code(code.expect("unused").id);
        for evidence in [step.clone(), code, Evidence::Wrong] {
            let challenge = w.challenge(member, T0).await;
            let mut attempt = w.sign_in(member, &challenge, evidence, T0).0;
            // Without a mail a right passcode is decided by the usual statement.
            if n % 2 == 0 {
                attempt.effects = Effects::mails(reports(w, member));
            }
            attempts.push(attempt);
        }
        let session = proved_session(w, member, device, 160 + n).await;
        let target = Target::StepUp {
            session: session.digest,
            new_digest: w.digest(),
            password: hash("phc"),
        };
        attempts.push(w.attempt(&member.id, step, target, T0));
    }
    let session = proved_session(w, member, device, 170).await;
    let pending = w.pending(&session, "tablet", T0).await;
    attempts.push(w.confirm(&pending, &session, step, T0).0);
    attempts.extend(replacement::attempts(w, member, device, step).await);
    let decide = |attempt: FactorAttempt| write!(|store| store.decide(&attempt));
    attempts.into_iter().map(decide).collect()
}

/// Returns changes of rights, each requested by its own session.
async fn changes(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let mut changes = Vec::new();
    for n in 0..4 {
        let session = proved_session(w, member, device, 180 + n).await;
        changes.push(w.change(&session, T0));
    }
    let [password, codes, removal, off] = changes.try_into().expect("four");
    let (new, lost) = (w.codes(&member.id, T0), device.clone());
    vec![
        write!(|store| store.change_password(&password, &hash("phc"))),
        write!(|store| store.replace_codes(&new, &codes)),
        write!(|store| store.remove_device(&lost, IfLast::StayOn, &removal)),
        write!(|store| store.switch_off(&off)),
    ]
}

/// Returns what a member and colleagues do with enrolments by link.
async fn enrolments(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let session = proved_session(w, member, device, 195).await;
    let (first, link) = w.remote(&session, "first", T0).await;
    let code = w.mailed_code(&first, T0).await;
    let waiting = w.waiting(&session, "waiting", T0).await;
    let (left, _) = w.remote(&session, "left", T0).await;
    let (new, new_link) = w.new_remote(&session, "new", T0);
    let mut change = w.change(&session, T0);
    change.effects.renewals = vec![Renewal {
        member: member.id.clone(),
        kind: RenewalKind::Password,
        because_of: Some("Zoë".to_owned()),
        at: T0,
    }];
    let (digest, by) = (session.digest, member.id.clone());
    let mailed = Effects::mails(reports(w, member));
    vec![
        write!(|store| store.put_remote(&new, &new_link, (&digest, None), &mailed)),
        write!(|store| store.prove_code(&first.id, &code, T0, &Effects::none())),
        write!(|store| store.approve_remote(&waiting.id, true, &change)),
        write!(|store| store.discard_remote(&left.id, &by, &Effects::none())),
        write!(|store| store.put_link(&link)),
    ]
}

/// Returns what concerns the policy, and the reset of a colleague's second factor.
async fn of_team(w: &Fixtures, member: &Member, device: &DeviceId) -> Vec<Write> {
    let session = proved_session(w, member, device, 196).await;
    let lost = w
        .colleague(member, &format!("lost-{}", member.email.as_str()), Role::Member)
        .await;
    let mut lost_session = w.session(&lost, T0).await;
    w.enrol(&mut lost_session, "phone", 100, T0).await;
    let (reset, link) = w.new_reset(&lost, Some(&member.id), T0);
    let changes = [0; 3].map(|_| w.account_change(&member.account, &session));
    let [start, read, policy] = changes;
    let (code, of, to_stop) = (w.code_of_reset(&session), lost.id.clone(), lost.id);
    let proved = proved_session(w, member, device, 197).await;
    let (digest, new, typed) = (proved.digest, w.digest(), w.digest());
    let kept = MailedCode::parse("12345678").expect("a code").kept("", T0);
    let (asking, sending) = (proved.id.clone(), proved.id);
    vec![
        write!(|store| store.start_reset(&start, &reset, &link)),
        write!(|store| store.read_reset_code(&read, &of, &code)),
        write!(|store| store.stop_reset(&to_stop, &Effects::none())),
        write!(|store| store.change_policy(&policy, &Policy::NONE)),
        write!(|store| store.put_mailbox_code(&sending, &kept, &Effects::none())),
        write!(|store| prove(store, (&asking, &digest), (&new, &typed))),
    ]
}

async fn prove(
    store: Arc<dyn Store>,
    (session, digest): (&SessionId, &TokenDigest),
    (new_digest, typed): (&TokenDigest, &TokenDigest),
) -> Result<Proved, InternalError> {
    let tried = MailboxTry {
        session,
        digest,
        new_digest,
        typed,
        now: T0,
    };
    store.prove_mailbox(tried, &Effects::none()).await
}

/// Returns what programs and persons do with requests for approval.
async fn approvals(w: &Fixtures, member: &Member, device: &DeviceId, step: i64) -> Vec<Write> {
    let token = w.without_key(member, T0);
    let evidence = |step| Evidence::Step {
        device: device.clone(),
        step,
    };
    let bought = w.attempt(&member.id, evidence(190), Target::Token(Box::new(token.clone())), T0);
    w.decide(&bought).await;
    let session = proved_session(w, member, device, 191).await;
    let (asked, more) = (w.new_approval(&token, T0), w.new_approval(&token, T0));
    w.store.ask_approval(&asked, &Effects::none()).await.expect("answered");
    let approve = Approve {
        approval: asked.approval.id.clone(),
        session: session.digest.clone(),
    };
    let mut approve = w.attempt(&member.id, evidence(step), Target::Approve(Box::new(approve)), T0);
    approve.effects = Effects::mails(reports(w, member));
    let new = w.approved_token(&asked.approval, T0);
    let (id, other, by, of) = (
        asked.approval.id.clone(),
        asked.approval.id,
        member.id.clone(),
        token.token.id,
    );
    let (choice, second_person) = (w.account_change(&member.account, &session), step % 200 == 0);
    vec![
        write!(|store| store.ask_approval(&more, &Effects::none())),
        write!(|store| store.decide(&approve)),
        write!(|store| store.reject_approval(&id, &by, T0, &Effects::none())),
        write!(|store| store.buy_approved(&other, &of, &new, &Effects::none())),
        write!(|store| store.choose_approver(&choice, second_person)),
    ]
}

/// Returns writes that change no rights.
async fn rest(w: &Fixtures, member: &Member, session: Session) -> Vec<Write> {
    let window = |subject: String| Window {
        subject,
        limit: 100,
        span: 60,
        keeps_right: false,
    };
    let windows = [window(format!("b {}", member.id)), window(format!("a {}", member.id))];
    let challenge = Challenge {
        digest: w.digest(),
        member: member.id.clone(),
        created_at: T0,
        expires_at: T0.plus(600),
        tries: 0,
    };
    let (tries, id, other) = (windows.clone(), member.id.clone(), member.id.clone());
    let device = w.new_device(&session, "watch", T0);
    let digest = session.digest.clone();
    let label = Label::parse("Another name").expect("a label");
    let renamer = session.id.clone();
    let known = w.known(member, T0);
    let key = w.new_key(&session, "Backup", T0);
    let (maker, key_id) = (session.digest.clone(), key.key.id.clone());
    let (token, machine) = (
        w.new_token(&key.key, None, T0),
        w.new_machine(&session, &key.key.id, T0),
    );
    let maker_of_machine = session.digest.clone();
    let decision = w.account_change(&member.account, &session);
    let ending = w.change(&session, T0);
    let plain = w.new_session(member, SessionKind::Full, T0);
    let days: Vec<_> = (0..12).map(empty_day).collect();
    let backwards: Vec<_> = days.iter().rev().copied().collect();
    let (one, two) = (member.account.clone(), member.account.clone());
    let ended = member.id.clone();
    vec![
        write!(|store| store.reserve(&windows, T0)),
        write!(|store| open_challenge(store, &challenge, &tries)),
        write!(|store| store.open_session(&plain, &Verified::of(&hash("phc")), &known, &Effects::none())),
        write!(|store| store.add_device(&device, &digest, None, &Effects::none())),
        write!(|store| rename(store, &id, &renamer, &label)),
        write!(|store| store.make_api_key(&key, &maker, None, &Effects::none())),
        write!(|store| store.open_token(&token, &Effects::none())),
        write!(|store| store.decide_every_call(&decision, true)),
        write!(|store| store.add_machine_device(&machine, &maker_of_machine, None, &Effects::none())),
        write!(|store| store.end_api_key(&key_id, &Effects::none())),
        write!(|store| store.rename_member(&other, "Ana R.", &Effects::none())),
        write!(|store| store.end_session(&session.id, &Effects::none())),
        write!(|store| store.end_other_sessions(&ending)),
        write!(|store| store.end_sessions_of(&ended, T0, &Effects::none())),
        write!(|store| store.sweep(T0)),
        write!(|store| store.keep_days(&one, None, &days)),
        write!(|store| store.keep_days(&two, None, &backwards)),
        write!(|store| store.forget_days(3..9)),
    ]
}

const fn empty_day(day: i64) -> Day {
    Day {
        day,
        sign_ins: 0,
        refusals: 0,
    }
}

async fn rename(
    store: Arc<dyn Store>,
    member: &MemberId,
    session: &SessionId,
    label: &Label,
) -> Result<Option<Added>, InternalError> {
    let renaming = Renaming {
        device: &device_id(),
        member,
        session,
        label,
        now: T0,
    };
    store.rename_device(&renaming, &Effects::none()).await
}

/// More mails than an hour has of one kind, so that the outbox is written to in every way.
fn reports(w: &Fixtures, member: &Member) -> Vec<NewMail> {
    let kinds = [About::TwoFactorOn, About::PasswordChanged];
    let mails = kinds.iter().cycle().take(8);
    mails.map(|about| w.mail_to(&member.id, about, T0)).collect()
}

async fn open_challenge(store: Arc<dyn Store>, challenge: &Challenge, tries: &[Window]) -> Result<bool, InternalError> {
    let hash = hash("phc");
    let verified = Verified {
        hash: &hash,
        tries,
        reserved_at: T0,
    };
    store.open_challenge(challenge, &verified, &Effects::none()).await
}

fn device_id() -> DeviceId {
    DeviceId::parse(&"0".repeat(32)).expect("an id")
}

/// Opens a session with the device.
async fn proved_session(w: &Fixtures, member: &Member, device: &DeviceId, step: i64) -> Session {
    w.signed_in_with(member, device, step, T0).await
}
