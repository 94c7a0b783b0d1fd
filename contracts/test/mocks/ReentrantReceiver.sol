// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Intruder} from "./Intruder.sol";

/// @title A party that calls back when it is paid
contract ReentrantReceiver is Intruder {
    receive() external payable {
        _intrude();
    }
}
