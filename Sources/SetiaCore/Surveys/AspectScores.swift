/// What a member said of some sides of something.
package struct AspectScores: Sendable, Hashable {
    /// In the order in which aspects are declared; each at most once.
    package let scores: [Score]

    /// What was said of one side.
    package struct Score: Sendable, Hashable {
        /// Which side.
        package let aspect: Survey.Aspect
        /// A number of the survey's scale.
        package let score: Int
    }

    /// What was said; the last word on a side counts.
    package init(_ said: [(aspect: Survey.Aspect, score: Int)] = []) {
        scores = Survey.Aspect.allCases.compactMap { aspect in
            said.last { $0.aspect == aspect }.map { Score(aspect: aspect, score: $0.score) }
        }
    }

    /// What `text` keeps, such as `product:3 value:1`; what cannot be read is left out.
    package init(text: String) {
        self.init(
            text.split(separator: " ").compactMap { word in
                let parts = word.split(separator: ":")
                guard parts.count == 2, let aspect = Survey.Aspect(rawValue: String(parts[0])),
                    let score = Int(parts[1])
                else { return nil }
                return (aspect, score)
            }
        )
    }

    /// As it is kept.
    package var text: String { scores.map { "\($0.aspect.rawValue):\($0.score)" }.joined(separator: " ") }
}
