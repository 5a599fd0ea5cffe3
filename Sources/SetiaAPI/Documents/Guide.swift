internal import SetiaDocuments

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
            Documents.integrating
        ),
        Guide(
            "operating.md",
            "Operating",
            "For whoever runs it: the first start, mail, TLS, keys, backups, what to watch.",
            .using,
            Documents.operating
        ),
        Guide(
            "operating/scaling.md",
            "Scaling",
            "From one file to one PostgreSQL to a cluster: sizes, when to move and how, what changes.",
            .using,
            Documents.scaling
        ),
        Guide(
            "console.md",
            "The console",
            "For staff: signing in, roles, members, points by hand, the programme, the till, joining.",
            .using,
            Documents.console
        ),
        Guide(
            "portal.md",
            "The member's portal",
            "What a member sees of herself, and how a shop signs her in.",
            .using,
            Documents.portal
        ),
        Guide(
            "inbox.md",
            "The inbox",
            "What members write and what is answered: setting it up, answering, the promise.",
            .using,
            Documents.inbox
        ),
        Guide(
            "journeys.md",
            "Journeys in the console",
            "For staff: steps with forms, the picture of the way, the document beside them, trying and starting.",
            .using,
            Documents.journeyEditor
        ),
        Guide(
            "what-if.md",
            "What if",
            "A changed programme tried on the brand's own past: what it costs, who gains, who loses.",
            .using,
            Documents.whatIf
        ),
        Guide(
            "insight/measures.md",
            "Measuring",
            "Who comes back, what points are owed, whether something worked: each with its n and its interval.",
            .using,
            Documents.measures
        ),
        Guide(
            "insight/lifetime.md",
            "Lifetime and brand loyalty",
            "Who is still a customer and what she is worth; whether buyers of a category become less loyal to its brands.",
            .using,
            Documents.lifetime
        ),
        Guide(
            "insight/bought.md",
            "Bought or real, brands, suggestions",
            "Whether members come back for the reward, whether they stay with brands, and what to suggest to them.",
            .using,
            Documents.bought
        ),
        Guide(
            "demo.md",
            "The demo brand",
            "Three years of a café chain that nobody has visited, and what can be found in them.",
            .using,
            Documents.demo
        ),
        Guide(
            "rules/README.md",
            "The rules",
            "What Setia promises about points, levels and returns, by number.",
            .rules,
            Documents.rules
        ),
        Guide("rules/earning.md", "Earning", "What an order gives.", .rules, Documents.earning),
        Guide(
            "rules/ledger.md",
            "Ledger",
            "When points can be used, when they lapse, which are spent first.",
            .rules,
            Documents.ledger
        ),
        Guide(
            "rules/returns.md",
            "Returns",
            "What happens to points when an order comes back.",
            .rules,
            Documents.returns
        ),
        Guide(
            "rules/rewards.md",
            "Rewards",
            "What members can have, what it costs, and what becomes of it.",
            .rules,
            Documents.rewards
        ),
        Guide("rules/tiers.md", "Tiers", "Levels, reached and kept and lost.", .rules, Documents.tiers),
        Guide(
            "rules/vouchers.md",
            "Vouchers and carts",
            "What promotions and codes take off a cart, and how often.",
            .rules,
            Documents.vouchers
        ),
        Guide(
            "rules/deciding.md",
            "Deciding",
            "The order of things, late events, versions of the programme.",
            .rules,
            Documents.deciding
        ),
        Guide(
            "rules/budgets.md",
            "Budgets",
            "What all members share and may run out of.",
            .rules,
            Documents.budgets
        ),
        Guide(
            "rules/referral.md",
            "Bringing friends",
            "What a member gets who brings a friend, and what the friend gets.",
            .rules,
            Documents.referral
        ),
        Guide(
            "rules/milestones.md",
            "Milestones and surprises",
            "What is worth a word in a member's time with the brand, and who is drawn by chance.",
            .rules,
            Documents.milestones
        ),
        Guide(
            "rules/households.md",
            "Households",
            "Members who spend from what all of them hold.",
            .rules,
            Documents.households
        ),
        Guide(
            "rules/campaigns.md",
            "Segments and campaigns",
            "Who is told apart, what is for whom, who is held out, and what a campaign brought.",
            .rules,
            Documents.campaigns
        ),
        Guide(
            "rules/phases.md",
            "Phases of loyalty",
            "Who expects, who is disappointed, who trusts, and who speaks for the brand.",
            .rules,
            Documents.phases
        ),
        Guide(
            "rules/contact.md",
            "Contact and answers",
            "May a message go now, how fast an answer is due, and what becomes of a message.",
            .rules,
            Documents.contact
        ),
        Guide(
            "rules/broadcasts.md",
            "Broadcasts",
            "One message to many members, why each got it or did not, and how she gets no more.",
            .rules,
            Documents.broadcasts
        ),
        Guide(
            "rules/content.md",
            "Content",
            "Tips, tutorials and posts, their month, what members read, and the brand's own words.",
            .rules,
            Documents.content
        ),
        Guide(
            "rules/journeys.md",
            "Journeys",
            "What happens to members step by step, how far each is, and what would happen to one.",
            .rules,
            Documents.journeys
        ),
        Guide(
            "rules/conversation.md",
            "Conversations",
            "One history over all channels, mail in and out, the promise of an answer.",
            .rules,
            Documents.conversation
        ),
        Guide(
            "rules/channels.md",
            "Channels",
            "Web chat, and mail that comes in: who sees what, and how nothing is lost on the way.",
            .rules,
            Documents.channels
        ),
        Guide(
            "rules/cases.md",
            "Cases",
            "What members complain of, claim, praise and propose, and how it is made good.",
            .rules,
            Documents.cases
        ),
        Guide(
            "rules/gatherings.md",
            "Events for members",
            "Places, the waiting list, the door, and what it is worth to have been there.",
            .rules,
            Documents.gatherings
        ),
        Guide(
            "rules/surveys.md",
            "Surveys",
            "What members are asked, who is, and what can be said of the answers.",
            .rules,
            Documents.surveys
        ),
        Guide(
            "rules/reviews.md",
            "Reviews of products",
            "What members say of products: who reads it first, what stars come to, and what shops show.",
            .rules,
            Documents.reviews
        ),
        Guide(
            "rules/peer-cases.md",
            "Cases of other systems",
            "What others test, promise or got wrong, and what Setia does there.",
            .rules,
            Documents.peerCases
        ),
        Guide(
            "rules/accounts.md",
            "Accounts",
            "Who stops an account, how an address changes, and what waits after it.",
            .rules,
            Documents.accounts
        ),
        Guide(
            "rules/staff.md",
            "Staff",
            "Roles, signing in, second persons, and the log.",
            .rules,
            Documents.staff
        ),
        Guide(
            "rules/programme.md",
            "The programme document",
            "Every key that can be written in the YAML.",
            .rules,
            Documents.programme
        ),
        Guide(
            "architecture.md",
            "Architecture",
            "Rooms, the way of one event, and why it is shaped so.",
            .inside,
            Documents.architecture
        ),
        Guide(
            "reliability.md",
            "Reliability",
            "What was broken on purpose, how often, what was promised then and what was seen.",
            .inside,
            Documents.reliability
        ),
        Guide(
            "performance.md",
            "Performance",
            "What was measured, how, and where the time goes.",
            .inside,
            Documents.performance
        ),
    ]
}
