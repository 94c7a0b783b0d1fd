// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A feed whose rounds are set one by one, with any number, so that phases and gaps can be played
contract PhasedFeed {
    struct Round {
        int256 answer;
        uint256 updatedAt;
        bool isSet;
        uint80 given; // the number it answers under, when it is not its own
    }

    uint8 public constant decimals = 8;
    string public constant description = "MOCK / USD";

    mapping(uint80 roundId => Round) private _rounds;
    uint80 private _latest;

    function setRound(uint80 roundId, int256 answer, uint256 updatedAt) external {
        _rounds[roundId] = Round(answer, updatedAt, true, roundId);
        _latest = roundId;
    }

    /// @notice Answers `roundId` under another number.
    function setGiven(uint80 roundId, uint80 given) external {
        _rounds[roundId].given = given;
    }

    function idOf(uint16 phase, uint64 round) external pure returns (uint80) {
        return (uint80(phase) << 64) | round;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(_latest);
    }

    function getRoundData(uint80 roundId) public view returns (uint80, int256, uint256, uint256, uint80) {
        Round memory round = _rounds[roundId];
        require(round.isSet, "No data present");
        return (round.given, round.answer, round.updatedAt, round.updatedAt, roundId);
    }
}
