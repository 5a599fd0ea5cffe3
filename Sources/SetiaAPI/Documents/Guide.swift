/// One page of `docs/` that the server shows at `/docs`; the file itself is the only source.
package struct Guide: Sendable {
    /// What it stands under, in the order of the start page.
    package enum Shelf: String, Sendable, CaseIterable {
        case using = "Use it"
        case rules = "The rules"
        case inside = "How it is made"
    }

    /// Its file below `docs/`, such as `rules/earning.md`.
    package let file: String
    /// What the list calls it.
    package let title: String
    /// For whom it is and what is in it, in a line.
    package let summary: String
    package let shelf: Shelf
    let text: [UInt8]

    /// Where the server shows it.
    package var path: String { Guide.path(of: file) }

    /// `rules/earning.md` is at `/docs/rules/earning`, and `rules/README.md` at `/docs/rules`.
    static func path(of file: String) -> String {
        "/docs/" + file.replacing(#/(/README)?\.md$/#, with: "")
    }

    init(_ file: String, _ title: String, _ summary: String, _ shelf: Shelf, _ text: [UInt8]) {
        self.file = file
        self.title = title
        self.summary = summary
        self.shelf = shelf
        self.text = text
    }

    /// All of them, in the order in which they are read.
    package static let all: [Guide] = [
        Guide(
            "integrating.md",
            "Integrating",
            "For engineers: keys, orders, batches, balances, reasons, errors, with lines to copy.",
            .using,
            PackageResources.integrating_md
        ),
        Guide(
            "operating.md",
            "Operating",
            "For whoever runs it: the first start, mail, TLS, keys, backups, what to watch.",
            .using,
            PackageResources.operating_md
        ),
        Guide(
            "operating/scaling.md",
            "Scaling",
            "From one file to one PostgreSQL to a cluster: sizes, when to move and how, what changes.",
            .using,
            PackageResources.scaling_md
        ),
        Guide(
            "console.md",
            "The console",
            "For staff: signing in, roles, members, points by hand, the programme, the till, joining.",
            .using,
            PackageResources.console_md
        ),
        Guide(
            "what-if.md",
            "What if",
            "A changed programme tried on the brand's own past: what it costs, who gains, who loses.",
            .using,
            PackageResources.what_if_md
        ),
        Guide(
            "insight/measures.md",
            "Measuring",
            "Who comes back, what points are owed, whether something worked: each with its n and its interval.",
            .using,
            PackageResources.measures_md
        ),
        Guide(
            "insight/lifetime.md",
            "Lifetime and brand loyalty",
            "Who is still a customer and what she is worth; whether buyers of a category become less loyal to its brands.",
            .using,
            PackageResources.lifetime_md
        ),
        Guide(
            "demo.md",
            "The demo brand",
            "Three years of a café chain that nobody has visited, and what can be found in them.",
            .using,
            PackageResources.demo_md
        ),
        Guide(
            "rules/README.md",
            "The rules",
            "What Setia promises about points, levels and returns, by number.",
            .rules,
            PackageResources.rules_md
        ),
        Guide("rules/earning.md", "Earning", "What an order gives.", .rules, PackageResources.earning_md),
        Guide(
            "rules/ledger.md",
            "Ledger",
            "When points can be used, when they lapse, which are spent first.",
            .rules,
            PackageResources.ledger_md
        ),
        Guide(
            "rules/returns.md",
            "Returns",
            "What happens to points when an order comes back.",
            .rules,
            PackageResources.returns_md
        ),
        Guide("rules/tiers.md", "Tiers", "Levels, reached and kept and lost.", .rules, PackageResources.tiers_md),
        Guide(
            "rules/deciding.md",
            "Deciding",
            "The order of things, late events, versions of the programme.",
            .rules,
            PackageResources.deciding_md
        ),
        Guide(
            "rules/peer-cases.md",
            "Cases of other systems",
            "What others test, promise or got wrong, and what Setia does there.",
            .rules,
            PackageResources.peer_cases_md
        ),
        Guide(
            "rules/staff.md",
            "Staff",
            "Roles, signing in, second persons, and the log.",
            .rules,
            PackageResources.staff_md
        ),
        Guide(
            "rules/programme.md",
            "The programme document",
            "Every key that can be written in the YAML.",
            .rules,
            PackageResources.programme_md
        ),
        Guide(
            "architecture.md",
            "Architecture",
            "Rooms, the way of one event, and why it is shaped so.",
            .inside,
            PackageResources.architecture_md
        ),
        Guide(
            "reliability.md",
            "Reliability",
            "What was broken on purpose, how often, what was promised then and what was seen.",
            .inside,
            PackageResources.reliability_md
        ),
        Guide(
            "performance.md",
            "Performance",
            "What was measured, how, and where the time goes.",
            .inside,
            PackageResources.performance_md
        ),
    ]
}
