import Foundation
import JSONText
import SetiaTesting
import Testing

@testable import SetiaCommands

@Suite("setia survey")
struct SurveyCommandTests {
    private let programme =
        smallProgramme + """

            surveys:
              recommend: {kind: nps, ask: Would you recommend us?, every: quarter, share: 50%}
              easy: {kind: ces, ask: How easy was it?, every: month}
              first: {kind: expectation, ask: Was it as you expected?, after: first order, wait: 3 days}
              visit:
                kind: free
                ask: Your visit
                every: month
                questions:
                  often: {ask: How often?, one: {weekly: Each week, seldom: Seldom}, branch: [{if: [seldom], to: why}], next: end}
                  why: {ask: Why?, text: true}

            """

    @Test("surveys are listed, results are told for people and programs, and what is not there says what to do")
    func told() async throws {
        try await withBench { bench in
            try await bench.publish(programme)
            var text = ""
            for arguments in [
                ["survey", "list"], ["survey", "list", "--json"], ["survey", "results", "easy"],
                ["survey", "results", "first"], ["survey", "results", "visit"],
                ["survey", "results", "visit", "--json"], ["survey", "answers", "visit"],
                ["survey", "results", "recommend", "--wave", "2025-Q4", "--json"],
                ["survey", "results", "nothing"], ["survey", "results", "easy", "--wave", "spring"],
            ] {
                let run = await bench.run(arguments)
                text += "\(run.status)\n\(run.out)\(run.err)"
            }
            #expect(Golden.difference(of: text, from: "survey.txt") == nil)
        }
    }

    @Test("a brand without surveys says where they are written")
    func none() async throws {
        try await withBench { bench in
            try await bench.publish()
            let run = await bench.run("survey", "list")
            #expect(run.status == 0 && run.out.isEmpty && run.err.contains("write some under 'surveys'"))
        }
    }
}
