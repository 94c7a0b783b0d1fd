// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AggregatorV3} from "../AggregatorV3.sol";
import {IChallengeEscrow} from "../IChallengeEscrow.sol";

/// @title Which round of a price feed decides, and what it says
/// @notice A round's number holds the feed's phase above 64 bits and counts within the phase below.
library Feed {
    /// @notice Whether the creator's side of the comparison came true in `roundId`, which must be the first round at or
    /// after `notBefore`: it is when the one before it, of the same phase, is older.
    function isTrueAt(IChallengeEscrow.Oracle memory oracle, uint80 roundId) internal view returns (bool) {
        (int256 answer, uint256 updatedAt) = _read(oracle.feed, roundId, roundId);
        bool isInTime = updatedAt >= oracle.notBefore && updatedAt <= uint256(oracle.notBefore) + oracle.maxAge;
        if (!isInTime || answer <= 0 || !_isFirst(oracle, roundId)) revert IChallengeEscrow.WrongRound(roundId);

        return oracle.comparator == IChallengeEscrow.Comparator.AtLeast
            ? answer >= oracle.threshold
            : answer <= oracle.threshold;
    }

    /// The first round of a later phase has an older one in the phase before, which cannot be told from here.
    function _isFirst(IChallengeEscrow.Oracle memory oracle, uint80 roundId) private view returns (bool) {
        uint64 inPhase = uint64(roundId);
        if (inPhase == 0) return false;
        if (inPhase == 1) return roundId >> 64 <= 1;

        (, uint256 updatedAt) = _read(oracle.feed, roundId - 1, roundId);
        return updatedAt > 0 && updatedAt < oracle.notBefore;
    }

    /// Whatever goes wrong in reading is the same answer: not this round.
    function _read(address feed, uint80 roundId, uint80 asked) private view returns (int256 answer, uint256 updatedAt) {
        (bool isRead, bytes memory data) = feed.staticcall(abi.encodeCall(AggregatorV3.getRoundData, (roundId)));
        if (!isRead || data.length < 5 * 32) revert IChallengeEscrow.WrongRound(asked);

        uint256 given;
        (given, answer,, updatedAt,) = abi.decode(data, (uint256, int256, uint256, uint256, uint256));
        if (given != roundId) revert IChallengeEscrow.WrongRound(asked);
    }
}
