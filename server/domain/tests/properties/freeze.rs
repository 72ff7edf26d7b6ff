//! *This wasn't me*: the account is frozen, changes are undone, and a new password ends the freeze.

use crate::model::{Model, pick};
use domain::{devices::device::DeviceState, mail::About};
use std::collections::HashSet;
use terms::LinkKind;
use testing::{
    MemberApp,
    member_app::{PASSWORD, browser},
};

/// Freezes the account with the link of a mail, and ends the freeze with the same password.
pub(super) async fn freeze(app: &MemberApp, model: &mut Model, mail: usize, undone: Option<usize>) {
    reads_mails(app, model).await;
    let Some(link) = pick(&model.links, mail) else {
        return;
    };
    let Ok(opened) = app.service.open_link(LinkKind::NotMe, &link).await else {
        return;
    };
    // P3
    assert!(
        app.service.open_link(LinkKind::NotMe, &link).await.is_err(),
        "a link opened twice"
    );
    let held = opened.held.expose_secret();
    app.service.freeze(held, &browser()).await.unwrap();
    model.is_out(app).await;
    assert!(app.enter(PASSWORD).await.is_err(), "a frozen account is signed in to");
    if let Some(change) = undone {
        undo(app, model, held, change, true).await;
    }
    thaw(app, model, held).await;
}

async fn thaw(app: &MemberApp, model: &mut Model, held: &str) {
    // One link a minute.
    app.clock.advance(61);
    app.service.ask_unfreeze(held).await.unwrap();
    let link = reads_mails(app, model).await.unwrap();
    let opened = app.service.open_link(LinkKind::Unfreeze, &link).await.unwrap();
    let unfrozen = app
        .service
        .unfreeze(opened.held.expose_secret(), PASSWORD, &browser())
        .await;
    model.held = Some(unfrozen.unwrap().held.expose_secret().to_owned());
    let again = app
        .service
        .unfreeze(opened.held.expose_secret(), PASSWORD, &browser())
        .await;
    assert!(again.is_err(), "a link worked twice");
}

/// Undoes a change in the browser that has ended the last freeze.
pub(super) async fn undo_later(app: &MemberApp, model: &mut Model, change: usize, right: bool) {
    if let Some(held) = model.held.clone() {
        undo(app, model, &held, change, right).await;
    }
}

async fn undo(app: &MemberApp, model: &mut Model, held: &str, change: usize, right: bool) {
    let Ok(view) = app.service.not_me(held).await else {
        return;
    };
    let Some(change) = view.changes.get(change % view.changes.len().max(1)) else {
        return;
    };
    let password = if right { PASSWORD } else { "wrong wrong wrong" };
    let before = devices(app).await;
    let undone = app.service.undo_change(held, &change.id, password, &browser()).await;
    let after = devices(app).await;
    if undone.is_err() {
        assert_eq!(before, after, "a refused undo changes nothing");
        return;
    }
    assert!(right && change.undo, "undone without the password from before");
    model.gone.extend(before.difference(&after).cloned());
    for device in after.difference(&before) {
        model.comes_back(device, app.step());
    }
    model.is_out(app).await;
    let again = app.service.undo_change(held, &change.id, password, &browser()).await;
    assert!(again.is_err(), "a change was undone twice");
}

/// Returns the confirmed devices.
async fn devices(app: &MemberApp) -> HashSet<String> {
    let devices = app.store.devices(&app.ana().await.id, app.service.now()).await.unwrap();
    let confirmed = devices
        .into_iter()
        .filter(|device| matches!(device.state, DeviceState::Confirmed(_)));
    confirmed.map(|device| device.id.to_string()).collect()
}

/// Takes the links out of the mails. Returns the one that ends a freeze.
async fn reads_mails(app: &MemberApp, model: &mut Model) -> Option<String> {
    let now = app.service.now();
    let mails = app.store.take_mail(now, now.plus(1_000_000), 1000).await.unwrap();
    let token = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    let mut unfreezes = None;
    for mail in &mails {
        let mail = app.service.open_mail(mail).unwrap();
        model.links.extend(mail.not_me.map(|link| token(link.expose_secret())));
        if let About::Unfreeze { link } = &mail.about {
            unfreezes = Some(token(link.expose_secret()));
        }
    }
    unfreezes
}
