import Foundation
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@testable import SetiaCommands

@Suite("setia journey")
struct JourneyCommandTests {
    private static let small = """
        journey: Gift
        trigger: {event: member.enrolled}
        steps:
          day: {wait: 1 day}
          gift: {points: {wallet: points, give: 50}}

        """

    @Test("a journey from a file is kept, shown, started, paused, gone on with and stopped")
    func through() async throws {
        try await withBench { bench in
            let programme = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", programme).status == 0)
            #expect(await bench.run("journey", "list").err.contains("there are no journeys"))
            let kept = await bench.run("journey", "put", "gift", try bench.write("gift.yaml", Self.small))
            #expect(kept.status == 0 && kept.out == "gift: draft, version 1\n", "\(kept)")
            for (step, state) in [("start", "live"), ("pause", "paused"), ("resume", "live"), ("stop", "stopped")] {
                let run = await bench.run("journey", step, "gift")
                #expect(run.status == 0 && run.out == "\(state)\n", "\(run)")
            }
            #expect(await bench.run("journey", "list").out.contains("Gift"))
            let show = await bench.run("journey", "show", "gift")
            #expect(show.out.contains("Gift: stopped, version 1") && show.out.contains("points"), "\(show)")
            let document = await bench.run("journey", "show", "gift", "--document")
            #expect(document.out.contains("trigger: {event: member.enrolled}"))
            let again = await bench.run("journey", "start", "gift")
            #expect(again.status == 65 && again.err.contains("the journey is stopped"))
        }
    }

    @Test("each template is printed, and what is printed can be kept", arguments: JourneyTemplate.allCases)
    func templates(template: JourneyTemplate) async throws {
        try await withBench { bench in
            let programme = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", programme).status == 0)
            let printed = await bench.run("journey", "new", "--template", template.rawValue)
            #expect(printed.status == 0 && printed.out.hasPrefix("#"), "\(printed)")
            let file = try bench.write("new.yaml", printed.out)
            let kept = await bench.run("journey", "put", template.rawValue, file)
            #expect(kept.status == 0, "\(kept)")
        }
    }

    @Test("what cannot be taken is told with line, field and reason, and nothing is kept")
    func bad() async throws {
        try await withBench { bench in
            let programme = try bench.write("small.yaml", smallProgramme)
            #expect(await bench.run("programme", "publish", programme).status == 0)
            let wrong = try bench.write("wrong.yaml", Self.small.replacing("give: 50", with: "give: much"))
            let refused = await bench.run("journey", "put", "gift", wrong)
            #expect(refused.status == 65, "\(refused)")
            #expect(
                refused.err.contains("line 5") && refused.err.contains("steps.gift.points.give: must be a whole number")
            )
            #expect(await bench.run("journey", "new", "--template", "love").err.contains("there are: welcome"))
            #expect(await bench.run("journey", "show", "gift").status == 66)
            #expect(await bench.run("journey", "simulate", "gift", "card:nobody").status == 66)
            let name = await bench.run("journey", "put", "1st", try bench.write("gift.yaml", Self.small))
            #expect(name.status == 65 && name.err.contains("a name is a letter"))
        }
    }
}
