internal import SetiaWire

/// The journeys to begin with, for tests that read no documents themselves.
package enum TestJourneys {
    /// The document of a template, or none.
    package static func document(_ name: String) -> String? { JourneyTemplate(rawValue: name)?.document() }
}
