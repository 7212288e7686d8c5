//! Four pages that use every component.

use domain::{Cents, Period, Role, Typed};
use leptos::prelude::*;

use crate::ui::form::{
    area, check, choices, choose_file, date, email, money, new_password, number, segments, select, text,
};
use crate::ui::table::{Table, figures, kind, name, pick, wide, words};
use crate::ui::*;

pub(super) fn chrome(path: &str) -> Chrome {
    Chrome {
        path: path.into(),
        portfolio: "Calloway Homes".into(),
        person: "Ruth Calloway".into(),
        role: Role::Owner,
        review_count: 9,
        repairs_count: 1,
        unread: 2,
        is_demo: true,
        can_view_as_tenant: true,
        other_doors: false,
        viewing_as: None,
        live: "",
        toast: Some(Toast::new("Home Depot booked in two parts.").undo("/activity/7/undo")),
    }
}

pub(super) fn wrong() -> Typed {
    let mut typed = Typed::filled([
        ("amount", "14,50".into()),
        ("date", "2026-11-18".into()),
        ("note", "</textarea><script>alert(1)</script>".into()),
        ("ref", "202610water-M4K7".into()),
        ("receipt", "1".into()),
        ("against", "water".into()),
        ("from", "2".into()),
        ("password", "correct horse".into()),
    ]);
    typed.money("amount", "Amount");
    typed.fail("from", "Choose who paid.");
    typed.fail("against", "The water is paid already.");
    typed.fail("", "The bank did not answer. Try again in a minute.");
    typed
}

pub(super) fn payment_form(typed: &Typed) -> AnyView {
    form("/payments", typed)
        .hidden("key", "018f-9c2e")
        .row([money("amount", "Amount"), date("date", "Received on")])
        .row([
            select("from", "From", [("1", "Maya Okafor"), ("2", "Daniel Reyes")])
                .blank("Choose a tenant")
                .hint("Only tenants with an open charge."),
            text("ref", "Reference").fixed(),
            text("place", "Place").optional().suggest(["Columbus".into()]).placeholder("Check number"),
        ])
        .with(area("note", "Note").optional())
        .with(check("receipt", "Send Daniel a receipt").hint("To daniel.reyes@example.com"))
        .with(
            choices("against", "Put it against")
                .choice("rent", "Rent for November")
                .words("$400.00 open since 1 November")
                .price("$400.00")
                .choice("water", "Water, October")
                .words("$93.21, paid on 17 November")
                .price("$0.00"),
        )
        .with(
            segments("every", "Show")
                .choice("month", "Month")
                .choice("quarter", "Quarter")
                .choice("year", "Year"),
        )
        .with(choose_file("file", "A file from your bank", ".csv,.ofx").several())
        .with(number("days", "Days").optional())
        .submit("Record payment")
        .cancel("/")
        .view()
}

fn today() -> AnyView {
    let months = [
        (1_006_820, 541_237),
        (1_008_144, 923_816),
        (1_009_260, 498_602),
        (869_608, 530_455),
        (1_144_532, 512_790),
        (1_005_890, 487_144),
        (1_006_375, 1_046_683),
        (1_007_112, 521_809),
        (1_007_438, 738_460),
        (1_006_995, 506_671),
        (1_008_426, 559_328),
        (661_321, 418_203),
    ];
    let last: Period = "2026-11".parse().unwrap();
    let slots = last
        .back(12)
        .into_iter()
        .zip(months)
        .map(|(period, (received, paid_out))| chart::Slot::month(period, Cents(received), Cents(paid_out)))
        .collect();
    view! {
        {page_head("Two things need you, Ruth")
            .dateline("Friday, 20 November 2026")
            .lead("Both can wait until tomorrow.")
            .action(link_button("/imports/new", "Import").icon(Icon::Upload))
            .action(link_button("/payments/new", "Record payment").icon(Icon::Plus))}
        {needs("What needs you, most urgent first", [
            need(Tone::Late, Icon::Pay, "/leases/3", "November rent is 19 days late")
                .words("Birch 3, Tom Whitaker. Last reminder 12 November.")
                .fact("$1,380.00", "due 1 November")
                .action(press("/reminders", button("Send reminder").primary())),
            need(Tone::Wait, Icon::Sign, "/leases/4", "Lease ends in 41 days")
                .words("Cedar A, Grace and Sam Lindqvist.")
                .status(status(Tone::Late, Icon::Alert, "Urgent"), "since Wednesday")
                .action(link_button("/leases/4", "Offer renewal")),
        ])}
        {section_linked("nov", "November so far", ("/reports", "All reports"), strip([
            figure("Collected", "$6,520.00").of("of $8,300.00").href("/reports/rent")
                .words("78.6% of rent. $400.00 more is on its way.").line([3, 3, 3, 2, 4, 3, 3, 3, 1]),
            figure("Net cash", "$2,431.18").words("$6,613.21 received, $4,182.03 paid out.").line([5, 1, 6, 4, 9]),
            figure("Occupancy", "5").of("of 6 units").words("Cedar B is empty since 1 November.").line([6, 6, 5]),
            figure("Arrears", "$1,780.00").words("2 units. There were none on 31 October.").line([0, 0, 1, 0, 4]),
        ]))}
        <div class="cols">
            {section_linked("cash", "Cash flow, twelve months", ("/reports/cash", "Open report"),
                chart::cash_flow("cash", slots).unfinished())}
            {section("rent", "Rent for November", rent_table())}
        </div>
        {section("let", "Homes let", chart::line("let", "Homes", chart::Unit::Count, "Five of six are let.")
            .point("September 2026", "Sep", 6).point("October 2026", "Oct", 6).point("November 2026", "Nov", 5))}
    }
    .into_any()
}

fn rent_table() -> Table {
    let mut rent = table(
        "Rent for November 2026 by unit",
        [name("Unit"), figures("Received"), figures("Open"), words("Status")],
    );
    for (unit, who, received, open) in [
        ("Birch 1", "Okafor", 145_000, 0),
        ("Birch 2", "Reyes, Nair", 122_000, 40_000),
        ("Cedar B", "No lease", 0, 0),
    ] {
        rent.row(|row| {
            row.link("/units/1", unit).sub(who).money_or_dash(Cents(received)).money_or_dash(Cents(open));
            row.status(&status(Tone::Plain, Icon::Check, "Paid")).sub("2 Nov");
        });
    }
    rent.total(|row| {
        row.text("All").sub("of $8,300.00").money(Cents(652_000)).money(Cents(178_000)).none();
    });
    rent
}

fn kit() -> AnyView {
    let typed = wrong();
    let mut lines = table(
        "The lines of a file",
        [
            kind("Line", "line"),
            kind("State", "state"),
            wide("In the file"),
            kind("Date", "date nowrap"),
            name("Bank text"),
            figures("Paid out").sorts("?sort=amount", Some(false)),
            kind("Decide", "do").unseen(),
        ],
    )
    .folds()
    .scrolls();
    lines.row_as("twin", |row| {
        row.text("17")
            .status(&status(Tone::Wait, Icon::Twin, "Possible twin"))
            .sample("08/10/2026")
            .text("10 Aug");
        row.sample("GREENLEAF LAWN SERVICE").sub("looks like feed, 11 Aug").money(Cents(14_000));
        row.view(button("Same").sends("do", "same"));
    });
    lines.total(|row| {
        row.none().none().none().none().text("1 twin").money(Cents(14_000)).none();
    });
    view! {
        {page_head("The kit").crumbs(&[("/accounts", "Accounts"), ("/imports", "imports")])}
        {section("fields", "Fields", payment_form(&typed))}
        {section("lines", "Lines", view! {
            {tabs("Show").counted("?", "All", 18, true).counted("?s=new", "New", 12, false).tab("?s=x", "Other", false)}
            {lines}
            {find("/transactions", "Find a payee or an amount", "kess", [("account", "7".into())])}
            {pager("1 to 50", None, Some("?before=7".into()))}
        })}
        {section("sums", "Sums", view! {
            <div class="cols">
                {leaders().money("Opening balance, 1 January", Cents(941_520)).noted("388 bank lines", "since", "$8,789.57")
                    .total("Books say", Cents(1_820_477))
                    .after(status(Tone::Good, Icon::CheckCircle, "Books tie to the cent"), "difference $0.00")}
                {facts([("Vendor", "Kessler Heating"), ("Phone", "614-555-0117")])}
            </div>
        })}
        {section("where", "Where it stands", view! {
            {track("A repair").done("Reported", "Wed 18 Nov").done("Seen", "Thu 19 Nov").here("Booked", "today").ahead("Fixed", "")}
            {track_down("A payment").told("You sent $1,450.00", "Fri 30 Oct", "Standard").foretold("Final", "Fri 1 Jan", "Until then the bank can take it back")}
            {progress("Reading olentangy-4417-2026.csv", 612, 1_204, "lines")}
        })}
        {section("lineage", "Lineage", with_aside(schedule(), "thread", "Where $389.00 comes from",
            thread().knot(Icon::Receipt, "Entry 1187", Some("$389.00".into()), view! { <p>"Yearly boiler service."</p> })
                .knot(Icon::File, "olentangy-2026-05.csv, line 31", None, view! { <pre>"05/27/2026,\"KESSLER\",-389.00"</pre> })))}
        {section("tags", "Tags", view! { <p class="actions">
            {tag(Tone::Plain, Icon::Clock, "Draft")} {tag(Tone::Move, Icon::Sent, "Sent")} {tag(Tone::Late, Icon::Alert, "Urgent")}
            {button("End lease").danger()} {button("Accept").quiet().key("a")} {resting("Send")} {opener("ask", "Waive")}
        </p> })}
        {dialog_layer("ask", "Waive the late fee?", view! { <p>"$75.00 for Tom Whitaker."</p> {closer("ask", "Cancel")} })}
        {dialog_page("End the lease of Birch 3?", view! { <p>"This cannot be undone."</p> })}
        {empty("All caught up", "The last line was accepted at 9:12 am.", Some(link_button("/", "Back to today")))}
        {note(Icon::Info, "A note.")}
    }
    .into_any()
}

fn schedule() -> AnyView {
    let columns = [
        kind("Line", "line").unseen(),
        name("Line of the form"),
        figures("A 14 Birch St").picked(1),
        figures("B 220 Cedar Ave").picked(2),
        figures("Total"),
    ];
    let mut lines = table("Schedule E by property", columns).class("table form-e").scrolls();
    lines.row(|row| {
        row.text("14").text("Repairs").money_link("#thread", Cents(124_318));
        row.bare(Cents(231_000)).bare(Cents(355_318));
    });
    lines.total(|row| {
        row.text("20")
            .text("Total expenses")
            .money(Cents(124_318))
            .money(Cents(231_000))
            .money(Cents(355_318));
    });
    let chosen = pick("Show", ["A Birch".into(), "B Cedar".into()], 1);
    view! { {chosen} {lines} }.into_any()
}

fn tenant_home() -> AnyView {
    view! {
        <div class="spread">
            <div class="leaf">
                <div class="hello"><p>"Good morning, Maya."<br/><span class="muted">"14 Birch Street, Unit 1"</span></p> {house(3, 0)}</div>
                {owe("You owe", Cents(145_000)).when("due Tuesday, 1 December", "in 11 days")
                    .with(link_button("/portal/lease", "See your lease").primary().wide())
                    .with(view! { <p class="then">"Autopay is off."</p> })}
                {leaders().money("Rent for December", Cents(145_000)).total("You owe", Cents(145_000))}
            </div>
            <div class="leaf">{section("last", "Last receipt", leaders().noted("Rent for November", "received Monday, 2 November", "$1,450.00"))}</div>
        </div>
    }
    .into_any()
}

fn setup() -> Cover {
    let typed = Typed::default();
    let fields = form("/setup", &typed)
        .with(text("name", "Your name").complete("name"))
        .with(email("email", "Mail address").complete("username").hint("To sign in."))
        .with(new_password("password", "Password").hint("12 characters or more. A sentence is good."))
        .with(
            choices("begin", "How do you want to begin?")
                .choice("look", "Look around")
                .words("3 properties, 6 units, 8 tenants and 14 months to play with.")
                .choice("empty", "Start empty"),
        )
        .part(button("Open Duplex").primary().wide());
    cover("Your books, on your own machine", fields.view())
        .lead("Tell Duplex who you are. It takes a minute.")
        .point(
            Icon::Lock,
            "Nothing leaves this machine",
            "until you connect a bank, a mailbox or a mail server.",
        )
        .point(Icon::Undo, "Every change can be undone", "for 30 days, and is written down for ever.")
}

pub(super) fn pages() -> [(&'static str, String); 4] {
    let tenant = Chrome { viewing_as: Some("Maya Okafor".into()), toast: None, ..chrome("/portal") };
    [
        ("today", shell(chrome("/"), today()).to_html()),
        ("kit", shell(chrome("/settings"), kit()).to_html()),
        ("tenant", tenant_shell(tenant, tenant_home()).to_html()),
        ("setup", setup().view().to_html()),
    ]
}
