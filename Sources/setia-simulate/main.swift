import Foundation
import SetiaSimulator

// Runs the simulator over many seeds: SEEDS seeds from SEED on, STEPS steps each. `make simulate` calls it.

/// A number from the environment, or what holds where it says nothing.
func number(_ name: String, else other: UInt64) -> UInt64 {
    guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return other }
    guard let number = UInt64(text), number > 0 else {
        FileHandle.standardError.write(Data("\(name) must be a number above 0, and is '\(text)'\n".utf8))
        exit(64)
    }
    return number
}

func tell(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

let first = number("SEED", else: 1)
let seeds = number("SEEDS", else: ProcessInfo.processInfo.environment["SEED"]?.isEmpty == false ? 1 : 20)
let steps = Int(clamping: number("STEPS", else: 150))
/// A defect put in on purpose, to see that it is found.
let sabotage = ProcessInfo.processInfo.environment["SABOTAGE"].flatMap { $0.isEmpty ? nil : $0 }.map { name in
    guard let sabotage = FaultyStore.Sabotage(rawValue: name) else {
        let known = FaultyStore.Sabotage.allCases.map(\.rawValue).joined(separator: ", ")
        tell("SABOTAGE must be one of \(known), and is '\(name)'\n")
        exit(64)
    }
    return sabotage
}
let isTerminal = isatty(STDERR_FILENO) == 1
var failed: [UInt64] = []
for seed in first..<(first + seeds) {
    if let failure = await Simulator(seed: seed, steps: steps).run(sabotage: sabotage) {
        if isTerminal { tell("\r\u{1b}[K") }
        print(failure)
        failed.append(seed)
    }
    let done = seed - first + 1
    if isTerminal {
        tell("\r\u{1b}[K\(done) of \(seeds) seeds, \(failed.count) failed")
    } else if done % 50 == 0, done < seeds {
        tell("\(done) of \(seeds) seeds, \(failed.count) failed\n")
    }
}
if isTerminal { tell("\r\u{1b}[K") }
if failed.isEmpty {
    print("\(seeds) seeds from \(first) on, \(steps) steps each: all promises held")
} else {
    print("\(failed.count) of \(seeds) seeds failed: \(failed.map(String.init).joined(separator: ", "))")
    exit(1)
}
