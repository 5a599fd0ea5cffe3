internal import CEmbedded

/// What is read by people who integrate and operate Setia: the description of the API, and the guides.
package enum Documents {
    /// `openapi.yaml`.
    package static var openapi: [UInt8] { file("openapi") }
    /// The style of the pages under `/docs`.
    package static var style: [UInt8] { file("style") }

    /// A file by its name in `CEmbedded/documents.c`; the tests read each.
    private static func file(_ name: String) -> [UInt8] {
        let file = setia_find(setia_documents, name)
        return Array(UnsafeBufferPointer(start: file?.pointee.bytes, count: setia_count(file)))
    }
}

/// The guides, in Markdown.
extension Documents {
    package static var architecture: [UInt8] { file("architecture") }
    package static var bought: [UInt8] { file("bought") }
    package static var budgets: [UInt8] { file("budgets") }
    package static var broadcasts: [UInt8] { file("broadcasts") }
    package static var journeyEditor: [UInt8] { file("journeyEditor") }
    package static var journeys: [UInt8] { file("journeys") }
    package static var campaigns: [UInt8] { file("campaigns") }
    package static var console: [UInt8] { file("console") }
    package static var channels: [UInt8] { file("channels") }
    package static var contact: [UInt8] { file("contact") }
    /// Who stops an account, how an address changes, and what waits after it.
    package static var accounts: [UInt8] { file("accounts") }
    package static var content: [UInt8] { file("content") }
    package static var conversation: [UInt8] { file("conversation") }
    package static var deciding: [UInt8] { file("deciding") }
    package static var demo: [UInt8] { file("demo") }
    package static var earning: [UInt8] { file("earning") }
    package static var inbox: [UInt8] { file("inbox") }
    package static var integrating: [UInt8] { file("integrating") }
    package static var ledger: [UInt8] { file("ledger") }
    package static var lifetime: [UInt8] { file("lifetime") }
    package static var measures: [UInt8] { file("measures") }
    package static var milestones: [UInt8] { file("milestones") }
    package static var operating: [UInt8] { file("operating") }
    package static var peerCases: [UInt8] { file("peerCases") }
    package static var performance: [UInt8] { file("performance") }
    package static var phases: [UInt8] { file("phases") }
    package static var programme: [UInt8] { file("programme") }
    package static var reliability: [UInt8] { file("reliability") }
    package static var households: [UInt8] { file("households") }
    package static var referral: [UInt8] { file("referral") }
    package static var returns: [UInt8] { file("returns") }
    package static var rules: [UInt8] { file("rules") }
    package static var rewards: [UInt8] { file("rewards") }
    package static var scaling: [UInt8] { file("scaling") }
    package static var staff: [UInt8] { file("staff") }
    package static var cases: [UInt8] { file("cases") }
    package static var gatherings: [UInt8] { file("gatherings") }
    package static var surveys: [UInt8] { file("surveys") }
    package static var reviews: [UInt8] { file("reviews") }
    package static var tiers: [UInt8] { file("tiers") }
    package static var vouchers: [UInt8] { file("vouchers") }
    package static var whatIf: [UInt8] { file("whatIf") }
    package static var portal: [UInt8] { file("portal") }
}
