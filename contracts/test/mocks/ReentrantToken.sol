// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Intruder} from "./Intruder.sol";
import {MockToken} from "./MockToken.sol";

/// @title A token that calls back in the middle of a transfer
contract ReentrantToken is MockToken, Intruder {
    uint8 public constant decimals = 18;

    function _move(address from, address to, uint256 value) internal override {
        _intrude();
        super._move(from, to, value);
        _intrude();
    }
}
