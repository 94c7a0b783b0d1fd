// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title How a lost bond and the fee of a dispute are divided
/// @notice It is always the loser's own bond that is divided, to the last unit: whatever does not divide is the winner's.
library Slash {
    /// @param burned leaves for the burn address
    /// @param toTreasury leaves for the treasury
    /// @param toProver to each member of the panel whose vote decided
    /// @param toOpener of the dispute's fee, back to whoever paid it
    /// @param toWinner what is left of the bond, dust included
    struct Parts {
        uint256 burned;
        uint256 toTreasury;
        uint256 toProver;
        uint256 toOpener;
        uint256 toWinner;
    }

    /// @notice Ten of a hundred parts of the larger bond.
    function feeOf(uint256 creatorBond, uint256 counterpartyBond) internal pure returns (uint256) {
        return (creatorBond > counterpartyBond ? creatorBond : counterpartyBond) * 10 / 100;
    }

    /// @notice Somebody lost `bond`. An opener who won gets the fee back out of the provers' share, up to all of it.
    function ofLost(uint256 bond, uint256 provers, uint256 fee, bool openerWon)
        internal
        pure
        returns (Parts memory parts)
    {
        parts.burned = bond * 30 / 100;
        parts.toTreasury = bond * 10 / 100;
        uint256 share = bond * 10 / 100;
        parts.toWinner = bond - parts.burned - parts.toTreasury - share;
        if (provers == 0) {
            parts.toWinner += share;
            parts.toOpener = fee;
            return parts;
        }

        if (openerWon) parts.toOpener = fee < share ? fee : share;
        uint256 pool = share - parts.toOpener + fee;
        parts.toProver = pool / provers;
        parts.toWinner += pool - parts.toProver * provers;
    }

    /// @notice Nobody lost: the fee alone is divided, and its dust goes back to whoever paid it.
    function ofNone(uint256 provers, uint256 fee) internal pure returns (Parts memory parts) {
        if (provers > 0) parts.toProver = fee / provers;
        parts.toOpener = fee - parts.toProver * provers;
    }
}
