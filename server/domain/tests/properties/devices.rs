//! Devices that are added, replaced and removed, and sessions that end.

use crate::{
    Step,
    model::{Model, pick},
};
use domain::sessions::rights::UseCase;
use terms::{Rejection, SessionKind};
use testing::{MemberApp, member_app::refused, phone};

/// Adding and confirming devices.
pub(super) async fn enrol(app: &MemberApp, model: &mut Model, step: Step) {
    match step {
        Step::Add { session } => {
            let Some(session) = pick(&model.sessions, session) else {
                return;
            };
            let name = format!("phone {}", model.pending.len());
            if let Ok(phone) = app.pending(&session, &name).await {
                model.sessions.push(phone.session.clone());
                model.pending.push(phone);
            }
        }
        Step::Replace { session, device } => {
            let (Some(session), Some(old)) = (pick(&model.sessions, session), pick(&model.phones, device)) else {
                return;
            };
            if let Ok(phone) = app.replace(&session, &old.id).await {
                assert!(!model.gone.contains(&old.id), "a removed device is replaced");
                model.sessions.push(phone.session.clone());
                model.replaces.insert(phone.id.clone(), old.id);
                model.pending.push(phone);
            }
        }
        Step::Confirm {
            session,
            pending,
            offset,
        } => confirm(app, model, (session, pending), offset).await,
        Step::ProveAndAdd {
            session,
            device,
            offset,
        } => prove_and_add(app, model, (session, device), offset).await,
        other => unreachable!("{other:?}"),
    }
}

/// The first passcode of a device, which removes the one that it replaces.
async fn confirm(app: &MemberApp, model: &mut Model, (session, pending): (Option<usize>, usize), offset: i64) {
    let now = app.step();
    let Some(device) = pick(&model.pending, pending) else {
        return;
    };
    let session = session.and_then(|session| pick(&model.sessions, session));
    let session = session.unwrap_or_else(|| device.session.clone());
    let code = phone::code(&device.secret, now + offset);
    let Ok(confirmed) = app.confirm(&session, &device.id, &code).await else {
        return;
    };
    assert!(offset.abs() <= 1);
    model.accept(&device, now + offset);
    let old = model.replaces.get(&device.id);
    assert_eq!(confirmed.replaced, old.is_some(), "it replaces what it was added for");
    if let Some(old) = old {
        assert!(model.gone.insert(old.clone()), "a device was replaced twice");
    }
    let token = confirmed.token.expose_secret().to_owned();
    assert!(app.signed_in(&session).await.is_err(), "the old token must be dead");
    if confirmed.codes {
        model.codes.extend(app.codes(&token).await);
    }
    model.sessions.push(token);
    // It is picked less from now on.
    model.pending.retain(|other| other.id != device.id);
    model.pending.insert(0, device.clone());
    model.phones.push(device);
}

/// A step-up with both proofs, and the device that it was for.
async fn prove_and_add(app: &MemberApp, model: &mut Model, (session, device): (usize, usize), offset: i64) {
    let now = app.step();
    let (Some(session), Some(device)) = (pick(&model.sessions, session), pick(&model.phones, device)) else {
        return;
    };
    let Ok(who) = app.signed_in(&session).await else {
        return;
    };
    let needed = app.service.asks(&who, UseCase::AddDevice).passcode;
    let code = phone::code(&device.secret, now + offset);
    let name = format!("second {}", model.pending.len());
    let (added, renewed) = app.step_up_and_add(&session, &code, &name).await;
    let stepped_up = renewed.is_some();
    if let Some(token) = renewed {
        assert!(
            app.signed_in(&session).await.is_err(),
            "the old token must be dead after a step-up"
        );
        model.sessions.push(token);
    }
    if (added || stepped_up) && needed {
        model.accept(&device, now + offset);
    }
}

/// Removing devices, *Switch off*, signing out.
pub(super) async fn end(app: &MemberApp, model: &mut Model, step: Step) {
    match step {
        Step::Remove { session, device, lost } => {
            let (Some(session), Some(device)) = (pick(&model.sessions, session), pick(&model.phones, device)) else {
                return;
            };
            let Ok(who) = app.signed_in(&session).await else {
                return;
            };
            let before = who.member.two_factor_since;
            if let Ok(token) = app.remove(&session, &device.id, lost).await {
                model.sessions.extend(token);
                assert!(model.gone.insert(device.id), "a device was removed twice");
                let member = app.ana().await;
                assert_eq!(member.two_factor_since, before, "only Switch off ends two-factor");
            }
        }
        Step::SwitchOff { session } => {
            let Some(session) = pick(&model.sessions, session) else {
                return;
            };
            let Ok(who) = app.signed_in(&session).await else {
                return;
            };
            if let Ok(token) = app.switch_off(&session).await {
                assert!(who.session.factor_at.is_some() && who.session.kind == SessionKind::Full);
                model.sessions.push(token);
                model.gone.extend(model.phones.iter().map(|phone| phone.id.clone()));
            }
        }
        Step::SignOut { session } => {
            let Some(session) = pick(&model.sessions, session) else {
                return;
            };
            app.service
                .sign_out(&session, &testing::member_app::browser())
                .await
                .unwrap();
            assert_eq!(refused(app.signed_in(&session).await), Rejection::NotSignedIn);
        }
        other => unreachable!("{other:?}"),
    }
}
