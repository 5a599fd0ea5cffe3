import ArgumentParser
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("Help")
struct HelpTests {
    /// All commands by their words.
    private static let commands: [[String]] = [
        [], ["serve"], ["demo"], ["import"], ["import", "events"], ["import", "members"], ["import", "stores"],
        ["export"], ["programme"], ["programme", "validate"], ["programme", "publish"], ["programme", "show"],
        ["programme", "new"], ["programme", "diff"], ["programme", "cancel"], ["programme", "rollback"],
        ["programme", "reevaluate"],
        ["programme", "draft"], ["programme", "draft", "save"], ["programme", "draft", "list"],
        ["programme", "draft", "show"], ["programme", "draft", "remove"],
        ["member"], ["member", "find"], ["member", "list"], ["member", "export"], ["member", "show"],
        ["member", "rewards"], ["reward"], ["reward", "list"], ["reward", "stock"], ["reward", "load-codes"],
        ["reward", "redemptions"], ["reward", "redeem"], ["reward", "step"], ["reward", "export"],
        ["reward", "import"], ["reward", "supplier"], ["reward", "supplier", "set"], ["reward", "supplier", "list"],
        ["reward", "supplier", "orders"], ["reward", "supplier", "remove"],
        ["referral"], ["referral", "list"], ["referral", "show"], ["referral", "accept"], ["referral", "refuse"],
        ["segment"], ["segment", "list"], ["segment", "members"], ["segment", "add"], ["segment", "remove"],
        ["segment", "preview"], ["segment", "measure"], ["segment", "draw"], ["segment", "draws"],
        ["member", "milestones"],
        ["member", "merge"], ["member", "household"], ["review"], ["review", "list"], ["review", "apply"],
        ["review", "dismiss"], ["review", "products"], ["review", "products", "list"],
        ["review", "products", "decide"], ["review", "products", "ratings"],
        ["programme", "budgets"], ["voucher"], ["voucher", "generate"], ["voucher", "list"], ["voucher", "show"],
        ["voucher", "stop"], ["cart"], ["cart", "evaluate"],
        ["case"], ["case", "list"], ["case", "show"], ["case", "open"], ["case", "step"], ["case", "figures"],
        ["gathering"], ["gathering", "list"], ["gathering", "create"], ["gathering", "guests"],
        ["gathering", "check-in"],
        ["survey"], ["survey", "list"], ["survey", "results"], ["survey", "answers"],
        ["member", "erase"], ["key"], ["key", "create"], ["key", "list"], ["key", "revoke"], ["key", "rotate"],
        ["key", "signer"], ["key", "signer", "add"], ["key", "signer", "list"], ["key", "signer", "end"],
        ["journey"], ["journey", "new"], ["journey", "put"], ["journey", "list"], ["journey", "show"],
        ["journey", "simulate"], ["journey", "start"], ["journey", "pause"], ["journey", "resume"],
        ["journey", "stop"],
        ["broadcast"], ["broadcast", "create"], ["broadcast", "list"], ["broadcast", "show"], ["broadcast", "preview"],
        ["broadcast", "test"],
        ["broadcast", "start"], ["broadcast", "pause"], ["broadcast", "resume"], ["broadcast", "stop"],
        ["inbox"], ["inbox", "list"], ["inbox", "show"], ["inbox", "answer"], ["inbox", "close"], ["inbox", "figures"],
        ["mail-pipe"], ["channel"], ["channel", "set"], ["channel", "list"], ["channel", "switch"],
        ["channel", "test"], ["channel", "remove"], ["webhook"],
        ["webhook", "add"], ["webhook", "list"], ["webhook", "rotate"],
        ["webhook", "remove"],
        ["webhook", "test"], ["webhook", "failures"], ["webhook", "replay"], ["staff"], ["staff", "invite"],
        ["staff", "list"], ["staff", "link"], ["staff", "disable"], ["report"],
        ["insight"], ["insight", "rfm"], ["insight", "cohorts"], ["insight", "fit"], ["insight", "dirichlet"],
        ["insight", "liability"], ["insight", "bought"], ["insight", "recommend"], ["insight", "experiment"],
        ["insight", "worth"], ["insight", "measures"], ["insight", "plan"], ["what-if"], ["explain"], ["verify"],
        ["doctor"],
        ["database"], ["database", "status"], ["database", "migrate"], ["database", "copy"], ["database", "backup"],
        ["database", "restore"], ["database", "distribute"],
    ]

    private static func help(_ words: [String]) -> String {
        var type: any ParsableCommand.Type = SetiaCommand.self
        for word in words {
            type = type.configuration.subcommands.first { $0._commandName == word } ?? type
        }
        return SetiaCommand.helpMessage(for: type, columns: 80)
    }

    @Test("help fits a screen and shows three real examples", arguments: commands)
    func fitsAScreen(words: [String]) {
        let lines = Self.help(words).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 50)
        // The parser does not fold its line of usage.
        #expect(lines.filter { !$0.hasPrefix("USAGE: ") }.allSatisfy { $0.count <= 80 })
        let examples = lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { $0.contains("setia ") }
        #expect(examples.count == 3)
    }

    @Test("help says what it said", arguments: commands)
    func golden(words: [String]) {
        let name = (["help"] + words).joined(separator: "-") + ".txt"
        #expect(Golden.difference(of: Self.help(words) + "\n", from: name) == nil)
    }
}
