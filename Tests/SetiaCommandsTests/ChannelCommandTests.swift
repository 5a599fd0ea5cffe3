import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia channel")
struct ChannelCommandTests {
    @Test(
        "a channel is set from a file of secrets, listed without them, and taken away; what is wrong is named without them"
    )
    func through() async throws {
        try await withBench { bench in
            let file = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", file).status == 0)
            let secrets = try bench.write("bot.env", "# of BotFather\ntoken=1:abcdef-secret\n")
            let set = await bench.run("channel", "set", "bot", "telegram", "--secrets", secrets)
            #expect(set.status == 0 && set.out.hasPrefix("secret="), "\(set)")
            let text = await bench.run(
                ["channel", "set", "texts", "sms", "--set", "url=https://gw.example.com/s"],
                input: []
            )
            #expect(text.status == 0 && text.out.hasPrefix("secret=whsec_"), "\(text)")
            let list = await bench.run("channel", "list")
            #expect(list.out.contains("/v1/channels/bot/hook") && list.out.contains("url=https://gw.example.com/s"))
            let json = await bench.run("channel", "list", "--json")
            #expect(!list.out.contains("abcdef-secret") && !json.out.contains("abcdef-secret"))
            let wrong = await bench.run("channel", "set", "bot", "telegram", "--set", "api=ftp://x")
            #expect(wrong.status == 65 && wrong.err.contains("token is missing"), "\(wrong)")
            #expect(await bench.run("channel", "set", "bot", "pigeon").status == 65)
            #expect(await bench.run("channel", "switch", "bot", "off").out == "channel bot is off\n")
            #expect(await bench.run("channel", "list").out.contains(" off "))
            #expect(await bench.run("channel", "switch", "nobody", "on").status == 66)
            #expect(await bench.run("channel", "test", "nobody", "4711").status == 66)
            #expect(await bench.run("channel", "test", "bot", "a b").status == 65)
            #expect(await bench.run("channel", "remove", "bot").out == "channel bot is gone\n")
            #expect(await bench.run("channel", "remove", "bot").status == 66)
        }
    }
}
