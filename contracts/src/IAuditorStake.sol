// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a panel member puts behind their name
/// @notice Coin locked by its owner and free again 30 days after they asked. Nobody owns the contract, and nobody but the
/// member can move what they locked.
interface IAuditorStake {
    event Locked(address indexed member, uint256 amount, uint256 total);
    event UnlockAsked(address indexed member, uint256 amount, uint64 freeAt);
    event Unlocked(address indexed member, address to, uint256 amount);

    error NothingLocked(uint256 locked);
    error NothingAsked();
    error StillLocked(uint64 freeAt);
    error PaymentFailed(address to);

    /// @notice Locks the coin sent with the call.
    function lock() external payable;

    /// @notice Stops counting `amount` of the caller's stake at once, and frees it in 30 days. Asking again adds to what
    /// waits and begins the 30 days anew.
    function askUnlock(uint256 amount) external;

    /// @notice Pays what has become free to `to`.
    function unlock(address to) external;

    /// @notice Whether `member` holds at least the minimum stake.
    function isStaked(address member) external view returns (bool);

    function stakeOf(address member) external view returns (uint256);
    /// @notice What `member` asked to have back, and from when it can be taken.
    function waitingOf(address member) external view returns (uint256 amount, uint64 freeAt);
    function minimum() external view returns (uint256);
}
