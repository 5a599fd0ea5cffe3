import Foundation
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia gathering")
struct GatheringCommandTests {
    @Test("an event is made from a file, listed, and its guests; what cannot be says why")
    func way() async throws {
        try await withBench { bench in
            try await bench.publish()
            let body = """
                {"title": {"en": "Tasting"}, "startsAt": "2099-06-05T19:00:00+08:00", "endsAt": "2099-06-05T21:00:00+08:00",
                 "place": "Bangsar", "capacity": 10}
                """
            let file = try bench.write("tasting.json", body)
            let made = await bench.run("gathering", "create", "tasting-june", file)
            #expect(made.status == 0 && made.out == "tasting-june made\n", "\(made)")
            #expect(
                await bench.run("gathering", "create", "tasting-june", file).out == "tasting-june as the file says\n"
            )
            let list = await bench.run("gathering", "list")
            #expect(list.out.contains("tasting-june") && list.out.contains("10"), "\(list)")
            #expect(await bench.run("gathering", "list", "--json").out.contains("\"capacity\": 10"))
            #expect(await bench.run("gathering", "guests", "tasting-june").err.contains("nobody comes or waits yet"))
            #expect(await bench.run("gathering", "guests", "tasting-june", "--csv").out.hasPrefix("number,state,name"))
            let door = await bench.run("gathering", "check-in", "tasting-june", "KS-1")
            #expect(door.status == 65 && door.err.contains("members are let in from"), "\(door)")
            let wrong = try bench.write("wrong.json", body.replacing("10}", with: "0, \"colour\": 1}"))
            let refused = await bench.run("gathering", "create", "other", wrong)
            #expect(refused.status == 65 && refused.err.contains("colour is not a field of an event"), "\(refused)")
            #expect(await bench.run("gathering", "guests", "nothing").status == 66)
            #expect(await bench.run("gathering", "list", "--part", "all").status == 64)
            #expect(await bench.run("gathering", "guests", "tasting-june", "--state", "lost").status == 64)
        }
    }
}
